import { messageKindSchema, type MessageKind } from '@wenzheng/contracts';
import { kindWords } from '@wenzheng/wording';

export interface Open311Service {
  code: string;
  name: string;
  description: string;
  kind: MessageKind | null;
}

const ofKinds = messageKindSchema.options.map((kind): Open311Service => {
  const name = kindWords.zh[kind];
  return { code: kind, name, kind, description: kind === 'report' ? `${name}，一律不公开，本接口查不到` : `${name}类留言，依法定期限答复` };
});

/** 类别 as services. A message of no kind is of the last one. */
export const open311Services: readonly Open311Service[] = [...ofKinds, { code: 'general', name: '其他', kind: null, description: '没有注明类别的留言，依法定期限答复' }];

export const serviceOf = (kind: MessageKind | null): Open311Service => open311Services.find((one) => one.kind === kind)!;
