/** 渠道: the six channels of 淮府办〔2011〕118号 二(一)–(六). */
export const channels = ['portal', 'board', 'interview', 'mailbox', 'forum', 'microblog'] as const;
export type ChannelName = (typeof channels)[number];

/** Where readers can like 点赞 what others have written. */
export const channelsWithLikes: ReadonlySet<ChannelName> = new Set(['board', 'forum', 'microblog']);
