import { csvText } from '@wenzheng/platform/text';

/** Gives somebody lines as a file that a spreadsheet opens. */
export function saveSheet(name: string, lines: readonly (readonly string[])[]): void {
  const address = URL.createObjectURL(new Blob([csvText(lines)], { type: 'text/csv' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = `${name}.csv`;
  link.click();
  URL.revokeObjectURL(address);
}
