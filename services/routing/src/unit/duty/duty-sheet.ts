import { checked, given } from '../exchange/registry-sheets.js';
import { joined, parted, rowsOf, sheetOf } from '../exchange/sheet.js';
import { dutyInputSchema, type DutyItemBody } from './duty-input.js';
import type { ListedDuty } from './duty.rules.js';

const columns = { item: '事项编号', version: '版本', unit: '单位代码', name: '事项名称', duty: '职责', citation: '依据', words: '关键词', areas: '地点', from: '生效日期', to: '失效日期' };

export const dutySheet = (duties: readonly ListedDuty[]): string =>
  sheetOf(columns, duties.map(({ item, version, unit, name, duty, citation, words, areas, from, to }) => ({ item, version, unit, name, duty, citation, words: joined(words), areas: joined(areas), from, to })));

export const dutiesOf = (text: string, pointer: string): { item: string | null; input: DutyItemBody }[] =>
  rowsOf(columns, text, pointer).map(({ line, row }) => {
    const duty = { ...given(row, ['unit', 'name', 'duty', 'citation', 'from', 'to']), words: parted(row['words'] ?? ''), areas: parted(row['areas'] ?? '') };
    return { item: row['item'] || null, input: checked(dutyInputSchema, duty, { line, columns, pointer }) };
  });
