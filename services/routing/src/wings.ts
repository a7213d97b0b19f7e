/** The wings of this house, from the ground up: a wing imports from floors below its own, never from its own or above. */
export const floors = [
  ['unit'],
  ['notification'],
  ['message'],
  ['suggestion'],
  ['assignment', 'reply', 'supervision', 'ruling', 'transfer', 'writer'],
  ['import', 'renewal', 'identity', 'co-handling'],
  ['registration', 'queue', 'housekeeping'],
];
