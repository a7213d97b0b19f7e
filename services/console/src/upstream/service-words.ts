/** The four services, as people know them. */
export const serviceWords = { intake: '受理', routing: '分派', 'deadline-supervision': '督办', publication: '公开' } as const;
