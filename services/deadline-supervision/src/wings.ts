/** The wings of this service by floors, the ground first: an import goes down only, and the wings of one floor do not import each other. */
export const floors = [
  ['unit'],
  ['rulebook'],
  ['deadline'],
  ['escalation'],
  ['ladder'],
  ['hot-issue', 'statistics', 'conservation', 'renewal'],
  ['documents', 'briefing'],
  ['rule-change', 'board'],
  ['scheduler'],
];
