/** The wings of this service by floors, the ground first: an import goes down only, and the wings of one floor do not import each other. */
export const floors = [
  ['access', 'receipt', 'vault', 'unit'],
  ['session'],
  ['message'],
  ['registration', 'import', 'likes', 'query', 'delivery', 'portal', 'question'],
  ['attachment', 'hold'],
  ['status', 'writer'],
  ['connectors'],
  ['forum', 'directory'],
];
