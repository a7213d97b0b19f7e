/** The wings of this service by floors, the ground first: an import goes down only, and the wings of one floor do not import each other. */
export const floors = [
  ['redaction', 'publishing', 'search'],
  ['unit', 'projection', 'session', 'forum', 'statistics', 'probe', 'directory', 'policy-document', 'hot-issue'],
  ['message', 'review', 'content'],
  ['archive', 'portal', 'transparency', 'read-back'],
  ['pages'],
];
