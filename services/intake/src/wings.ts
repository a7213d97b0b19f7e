/** The wings of this service by floors, the ground first: an import goes down only, and the wings of one floor do not import each other. */
export const floors = [
  ['access', 'receipt', 'vault', 'unit', 'probe'],
  ['session'],
  ['message'],
  ['registration', 'import', 'query', 'delivery', 'portal', 'question'],
  ['sandbox'],
  ['attachment', 'hold', 'likes'],
  ['status', 'writer'],
  ['connectors'],
  ['forum', 'directory'],
];
