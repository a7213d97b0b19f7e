/**
 * 首问责任单位 (R18): whom a question was asked of in a session goes on telling the writer in its own name when another unit leads, by interim replies 阶段性回复 alone.
 */
export const firstAskedSpeaks = ({ firstAsked, unitCode }: { firstAsked: string | null; unitCode: string | null }, callersUnit: string | null): boolean =>
  firstAsked !== null && unitCode !== null && unitCode !== firstAsked && callersUnit === firstAsked;
