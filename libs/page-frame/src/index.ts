export { Breadcrumb } from './breadcrumb.js';
export { ErrorPageModule } from './error-page.module.js';
export { errorPage, type ErrorFacts } from './error.view.js';
export { Choices, described, FaultAt, FaultSummary, Field, type Choice, type Faults } from './form.js';
export { isOwnForm, pageHeaders, readCookie, readTicket, sendOwnPage, setCookie, ticketCookie, withScript, type OwnCookie } from './own-page.js';
export { renderPage, siteTitle, type Page } from './shell.js';
export { refuseSample, siteOf, siteSettings, type Site, type SiteSettings } from './site.js';
export { stylesheet, stylesheetPath } from './stylesheet.js';
export { tones } from './tones.js';
