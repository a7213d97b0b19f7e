export { paperDocx } from './docx/docx.js';
export { paperPage } from './html/page.js';
export { stylesheet } from './html/stylesheet.js';
export { heading, numbered, paragraph, type Annex, type Block, type Column, type Heading, type Paper, type PaperForm, type Paragraph, type Table } from './paper.js';
export { fontsOf, type PaperFonts } from './pdf/fonts.js';
export { GlyphsLacking, paperPdf } from './pdf/pdf.js';
export { sheetsOf, type Fragment, type Imprint, type Sheet } from './sheets.rules.js';
