/** 对不满意评价的决定 */
export const outcomeWords = { ordered: '已责成二次办理', declined: '未予二次办理' } as const;
