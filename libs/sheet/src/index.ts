export { csvOf } from './csv.js';
export { xlsxOf } from './xlsx.js';
export { sheetMediaTypes, type Cell, type Sheet } from './sheet.js';
