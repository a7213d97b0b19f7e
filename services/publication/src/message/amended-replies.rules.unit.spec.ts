import { describe, expect, it } from '@jest/globals';
import { amendedReplies, type KeptReply } from './amended-replies.rules.js';

const at = (n: number) => new Date(Date.UTC(2026, 8, n));
const reply = (replyId: string, n: number, changes: Partial<KeptReply> = {}): KeptReply =>
  ({ replyId, unit: { code: 'U1', name: '市水务局' }, text: `第${n}份。`, interim: false, submittedAt: at(n), publishedAt: at(n), corrects: null, supplements: null, result: null, promise: null, fulfils: null, renews: null, attachments: null, ...changes });

describe('replies as they are read', () => {
  it.each<[string, KeptReply[], [string, number | null, string[]][]]>([
    ['as they are', [reply('a', 1), reply('b', 2)], [['第1份。', null, []], ['第2份。', null, []]]],
    ['in the words of the newest correction', [reply('a', 1), reply('b', 2, { corrects: 'a' }), reply('c', 3, { corrects: 'a' })], [['第3份。', 3, []]]],
    ['as before, while a correction is not published', [reply('a', 1), reply('b', 2, { corrects: 'a', publishedAt: null })], [['第1份。', null, []]]],
    ['with supplements below, each as it was corrected', [reply('a', 1), reply('b', 2, { supplements: 'a' }), reply('c', 3, { corrects: 'b' })], [['第1份。', null, ['第3份。']]]],
    ['not, where a correction is published before its reply', [reply('b', 2, { corrects: 'a' })], []],
  ])('%s', (_, kept, expected) => {
    expect(amendedReplies(kept).map(({ text, correctedAt, supplements }) => [text, correctedAt?.getUTCDate() ?? null, supplements.map((one) => one.text)])).toEqual(expected);
  });

  it('have the 附件 of their words and of what corrects them, but for those that are hidden', () => {
    const files = (...ids: string[]) => ids.map((attachmentId) => ({ attachmentId, name: `${attachmentId}.pdf`, mediaType: 'application/pdf' as const, size: 1, sha256: '' }));
    const kept = [reply('a', 1, { attachments: files('plan', 'map') }), reply('b', 2, { corrects: 'a', attachments: files('plan-2') }), reply('c', 3, { supplements: 'a', attachments: files('photo') }), reply('d', 4, { corrects: 'a', publishedAt: null, attachments: files('draft') })];
    expect(amendedReplies(kept, new Set(['map'])).map(({ attachments, supplements }) => [attachments, ...supplements.map((one) => one.attachments)].map((all) => all.map(({ attachmentId }) => attachmentId)))).toEqual([[['plan', 'plan-2'], ['photo']]]);
  });
});
