/** The wings of this service by floors, the ground first: an import goes down only, and the wings of one floor do not import each other. */
export const floors: readonly (readonly string[])[] = [['page', 'upstream'], ['session'], ['proxy', 'application', 'signing']];
