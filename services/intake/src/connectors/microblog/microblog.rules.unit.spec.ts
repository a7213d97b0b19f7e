import { describe, expect, it } from '@jest/globals';
import { directoryOf } from '@wenzheng/redaction';
import { mostFor, pollSeconds, windowEnd } from './budget.rules.js';
import { captureOf, cleaned } from './capture.rules.js';
import { beginningOf, commentLength, commentOf, longestComment } from './comment.rules.js';
import { nextCursor, sinceOf } from './cursor.rules.js';
import { parseLossless } from './platform/lossless-json.rules.js';
import { compareIds, idBefore, postOf, timeOf } from './platform/weibo.rules.js';

const account = { name: '淮岭发布', uid: '1', accessToken: 't', expiresAt: '2027-01-01T00:00:00Z', tier: 'commercial' as const };
const now = new Date('2026-11-23T01:00:00Z');

describe('what the platform answers', () => {
  it('keeps all digits of an id, and other numbers as they are', () => {
    expect(parseLossless('{"id":5012345678901234567,"n":12,"f":0.5,"e":1e30,"s":"5012345678901234567","l":[9007199254740993]}')).toEqual({ id: '5012345678901234567', n: 12, f: 0.5, e: 1e30, s: '5012345678901234567', l: ['9007199254740993'] });
  });

  it('is a post by its idstr or its bare id, never by the mid', () => {
    const item = { id: 3382905382185354, idstr: '3382905382185354', mid: '99', created_at: 'Wed Jun 01 00:50:25 +0800 2011', text: '路灯不亮', user: { id: '5012345678901234567', screen_name: '张三' } };
    expect(postOf('status', item)).toMatchObject({ id: '3382905382185354', statusId: '3382905382185354', author: { uid: '5012345678901234567', name: '张三' }, postedAt: new Date('2011-05-31T16:50:25Z') });
    expect(postOf('comment', { ...item, idstr: undefined, status: { id: '5012345678901234999' } })).toMatchObject({ id: '3382905382185354', statusId: '5012345678901234999' });
  });

  it.each([null, 'x', [], {}, { id: -1, text: 'x' }, { id: '1;DROP', text: 'x' }, { id: 1 }])('is kept as it came where it makes no sense: %j', (item) => {
    const post = postOf('status', item);
    expect([post.isReadable, post.id.length > 0]).toEqual([false, true]);
    expect(captureOf(post, account, now).holdReasons).toEqual(['unreadable']);
  });

  it('has times as it writes them', () => {
    expect(timeOf('Thu Feb 29 23:59:59 +0800 2028')?.toISOString()).toBe('2028-02-29T15:59:59.000Z');
    for (const text of [undefined, '', 'now', '2026-01-01T00:00:00Z', 'Wed Foo 01 00:50:25 +0800 2011', 'Wed Jun 99 00:50:25 +0800 2011', 'Wed Jun 01 00:50:25 +0800 0011']) expect(timeOf(text)).toBeNull();
  });

  it('has ids that are compared by value', () => {
    expect(['10', '9', '5012345678901234567', '5012345678901234566'].sort(compareIds)).toEqual(['9', '10', '5012345678901234566', '5012345678901234567']);
    expect(idBefore('5012345678901234567')).toBe('5012345678901234566');
  });
});

describe('how far a source was read', () => {
  const page = (from: number, count: number) => Array.from({ length: count }, (_, index) => ({ id: String(from - index) }));

  it('reads the newest again, and what lies below a full page before it counts as read', () => {
    const first = nextCursor(null, page(1_000, 50));
    expect([first.isLast, first.next.recent[0], first.next.recent.length]).toEqual([true, '1000', 20]);
    expect(sinceOf(first.next)).toEqual({ since: '980' });
    const second = nextCursor(first.next, page(1_200, 50));
    expect([second.isLast, sinceOf(second.next)]).toEqual([false, { since: '980', max: '1150' }]);
    const third = nextCursor(second.next, page(1_150, 48));
    expect([third.isLast, sinceOf(third.next)]).toEqual([false, { since: '980', max: '1102' }]);
    const last = nextCursor(third.next, page(1_102, 20));
    expect([last.isLast, last.next.gap, sinceOf(last.next)]).toEqual([true, undefined, { since: '1180' }]);
  });

  it('stays where nothing has come', () => {
    expect(nextCursor({ recent: ['5', '4'] }, [])).toEqual({ next: { recent: ['5', '4'] }, isLast: true });
    expect(nextCursor(null, [])).toEqual({ next: { recent: [] }, isLast: true });
    expect(sinceOf({ recent: [] })).toEqual({ since: '0' });
  });
});

describe('the words of a post', () => {
  it('have nothing that a database cannot hold, and are cut inside no character', () => {
    expect(cleaned('a\u0000b\ud800c\u0085d\te')).toBe('ab\ufffdc\nd\te');
    expect(cleaned(`${'长'.repeat(19_999)}😀😀`)).toBe('长'.repeat(19_999));
  });
});

describe('a comment of ours', () => {
  const said = { type: 'message.replied', timestamp: '2026-11-24T02:00:00.000Z', data: { messageNumber: 'HN20261123-0001', url: 'https://wz.example/messages/HN20261123-0001' } };
  const open = { isPrivate: false, directory: directoryOf(['0554-6678901']) };
  const replied = (text: string, data: object = {}, more = open) => commentOf('reply', { ...said, data: { ...said.data, visibility: 'public', text, ...data } }, more);

  it('is counted as the platform counts', () => {
    expect([commentLength('路灯ab'), commentLength('a'), commentLength('😀'), commentLength('')]).toEqual([3, 1, 2, 0]);
  });

  it('is never too long, cuts no character and no hidden number, whatever it says', () => {
    for (const text of ['长'.repeat(500), '👨‍👩‍👧'.repeat(100), 'abc '.repeat(300), `${'长'.repeat(85)}13855412345`, '短。', `${'句子。'.repeat(100)}`, '？！。', ' \n ']) {
      const comment = replied(text);
      expect(commentLength(comment)).toBeLessThanOrEqual(longestComment);
      expect(comment.isWellFormed()).toBe(true);
      expect(comment).not.toMatch(/\u200d…|〔[^〕]*…|1385541/);
      expect(comment.endsWith(said.data.url)).toBe(true);
    }
  });

  it('begins with whole sentences', () => {
    expect(beginningOf('已修复。感谢您的监督！后续将加强巡查。', 12)).toBe('已修复。感谢您的监督！');
    expect(beginningOf('已修复。', 2)).toBe('已…');
  });

  it('leaves the numbers that units publish, and hides the others', () => {
    expect(replied('请拨打0554-6678901咨询。')).toContain('0554-6678901');
    expect(replied('请拨打13855412345咨询。')).not.toContain('13855412345');
  });

  it('has no word where reply or message are private, nor of what the office decides', () => {
    for (const comment of [replied('低保', { visibility: 'private' }), replied('低保', {}, { ...open, isPrivate: true }), commentOf('ruling', { ...said, data: { ...said.data, text: '低保' } }, open)]) expect(comment).not.toContain('低保');
  });

  it('says what it is, so that none is as another', () => {
    const kinds = ['receipt', 'extension-notice', 'ruling', 'objection-decision', 'transfer', 'renewal'] as const;
    const comments = [...kinds.map((kind) => commentOf(kind, said, open)), commentOf('renewal', { ...said, type: 'message.renewal-declined' }, open), replied('好。'), replied('好。', { interim: true }), replied('好。', { corrects: 'x' }), replied('好。', { supplements: 'x' }), replied('好。', { renews: 'x' })];
    expect(new Set(comments).size).toBe(comments.length);
    for (const comment of comments) expect(comment).toContain(said.data.messageNumber);
  });
});

describe('what an account may do', () => {
  it('ends with the hour, or with the day in Shanghai', () => {
    expect(windowEnd(3_600, new Date('2026-11-23T01:00:00Z')).toISOString()).toBe('2026-11-23T02:00:00.000Z');
    expect(windowEnd(86_400, new Date('2026-11-23T15:59:59Z')).toISOString()).toBe('2026-11-23T16:00:00.000Z');
  });

  it('leaves calls for what has to be said, also where a day of looking takes most of them', () => {
    expect(mostFor('basic', 'calls', 'fetching')).toBeGreaterThanOrEqual((3 * 86_400) / pollSeconds('basic', 150));
    expect(mostFor('basic', 'calls', 'saying') - mostFor('basic', 'calls', 'fetching')).toBe(20);
    expect([pollSeconds('commercial', 150), pollSeconds('basic', 150)]).toEqual([150, 3_600]);
  });
});
