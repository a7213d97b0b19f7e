export { PaperOperation, printQuery, sendPaper, type PrintQuery } from './answer.js';
export { cityFonts } from './city-fonts.js';
export { printingConfig, type PrintingConfig } from './config.js';
export { paperProblem } from './problems.js';
