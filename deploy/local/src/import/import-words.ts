import type { ColumnFault, ImportColumn, ImportWords, WholeFault } from '@wenzheng/imports';

const wholeFaults: Record<WholeFault, string> = {
  not_json: 'is not JSON',
  not_object: 'is not a JSON object',
  too_deep: 'has too many levels',
  too_wide: 'has too many values',
  duplicate_name: 'has a column twice',
  forbidden_name: 'has a column "__proto__"',
};

const columnFaults: Record<ColumnFault, (column: ImportColumn) => string> = {
  missing: (column) => `"${column}" is missing`,
  not_text: (column) => `"${column}" is not a text`,
  not_instant: (column) => `"${column}" is no instant with an offset, such as 2026-03-02T09:30:00+08:00`,
  not_likes: (column) => `"${column}" is no number of likes`,
};

/** What the command tells of refusals. */
export const importWords: ImportWords = {
  faults: (faults) => faults.map((fault) => ('column' in fault ? columnFaults[fault.code](fault.column) : wholeFaults[fault.code])).join('; '),
  unfiled: (reason, hasReply) => `${hasReply ? 'its reply or assignment' : 'its assignment'}: ${reason}`,
  unexplained: 'no reason given',
};
