import { csvText } from '@wenzheng/platform/text';
import type { Sheet } from './sheet.js';

export const csvOf = ({ preamble, columns, rows, notes }: Sheet): string => csvText([...preamble.map((line) => [line]), columns, ...rows, [], ...notes]);
