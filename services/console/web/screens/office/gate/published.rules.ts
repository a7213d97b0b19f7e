/** A text that the public reads, of which words can be hidden. */
export interface PublishedPart {
  part: 'title' | 'text' | 'reply' | 'promise' | 'extension-notice' | 'decision' | 'guidance';
  /** Of the reply, whose promise it may be, the notice or the decision. */
  id: string;
  title: string;
  text: string;
}

interface Published {
  title: string | null;
  text: string | null;
  replies: { id: string; interim: boolean; text: string; promise: { id: string; text: string } | null; supplements: { id: string; text: string }[] }[];
  extensionNotices: { id: string; reason: string }[];
  decisions: { id: string; reason: string; guidance?: string }[];
}

export function partsOf({ title, text, replies, extensionNotices, decisions }: Published): PublishedPart[] {
  return [
    ...(text === null ? [] : [{ part: 'text' as const, id: '', title: '留言内容', text }]),
    ...(title === null ? [] : [{ part: 'title' as const, id: '', title: '标题', text: title }]),
    ...extensionNotices.map(({ id, reason }) => ({ part: 'extension-notice' as const, id, title: '延期说明', text: reason })),
    ...replies.flatMap((reply) => [
      { part: 'reply' as const, id: reply.id, title: reply.interim ? '阶段性回复' : '答复', text: reply.text },
      ...(reply.promise === null ? [] : [{ part: 'promise' as const, id: reply.promise.id, title: '承诺', text: reply.promise.text }]),
      ...reply.supplements.map((supplement) => ({ part: 'reply' as const, id: supplement.id, title: '补充答复', text: supplement.text })),
    ]),
    ...decisions.flatMap(({ id, reason, guidance }) => [
      { part: 'decision' as const, id, title: '决定理由', text: reason },
      ...(guidance ? [{ part: 'guidance' as const, id, title: '引导', text: guidance }] : []),
    ]),
  ];
}
