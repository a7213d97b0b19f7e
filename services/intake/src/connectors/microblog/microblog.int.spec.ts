import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { replyDelivered } from '@wenzheng/contracts';
import { eventually } from '@wenzheng/testing';
import type { WeiboFake } from '@wenzheng/testing/microblog';
import { type Replica } from '../../intake.fixture.js';
import { commentLength } from './comment.rules.js';
import { ReadBack } from './read-back.service.js';
import { MicroblogFixture, own } from './microblog.fixture.js';

let fixture: MicroblogFixture;
let weibo: WeiboFake;
let replica: Replica;
beforeAll(async () => {
  fixture = await MicroblogFixture.create();
  weibo = fixture.weibo;
  replica = await fixture.service.start(fixture.settings());
  await fixture.service.start(fixture.settings());
  await fixture.looked();
});
afterAll(() => fixture.service.drop());
afterEach(async () => {
  weibo.mood = 'well';
  await fixture.service.rows('DELETE FROM microblog_budget');
});

const post = (words: string, options: Parameters<WeiboFake['post']>[1] = {}) => weibo.post(`@${own.name} ${words}`, options);
const ownPost = () => weibo.post('本周工作安排', { user: own });
const receipted = (messageId: string) => eventually(async () => expect(await fixture.deliveryOf(messageId)).toMatchObject({ state: 'delivered' }));
const saidOf = (number: string) => weibo.said.filter(({ text }) => text.includes(number));

describe('what is written to an account of the city', () => {
  it('is a message once, whoever of two replicas and by whatever source it is seen, with all digits of its id', async () => {
    const status = post('和平路夜间路灯不亮，已有一周。');
    const below = ownPost();
    const both = weibo.comment(below, `@${own.name} 3路公交车能不能多开几班？`);
    expect([Number.isSafeInteger(Number(status)), String(Number(status))]).not.toEqual([true, status]);
    const message = await fixture.messageOf(`status-${status}`);
    expect(message).toMatchObject({ connector: 'microblog', thread: status, unit: 'ZF', text: `@${own.name} 和平路夜间路灯不亮，已有一周。` });
    expect(await fixture.messageOf(`comment-${both}`)).toMatchObject({ thread: below });
    await fixture.looked();
    await fixture.looked();
    expect((await fixture.messages()).filter(({ externalId }) => [`status-${status}`, `comment-${both}`].includes(externalId))).toHaveLength(2);
    expect(await fixture.service.count(`microblog_post WHERE post_id IN ('${status}', '${both}')`)).toBe(2);
    await receipted(message.messageId);
    const [receipt] = saidOf(message.messageNumber);
    expect(receipt).toMatchObject({ statusId: status, replyTo: null, text: expect.stringContaining('已于11月23日登记') });
  });

  it('comes in whole, however much has come since the last look', async () => {
    const ids = Array.from({ length: 120 }, (_, index) => post(`第${index + 1}号楼漏水，请派人查看。`));
    await eventually(async () => expect((await fixture.messages()).filter(({ externalId }) => ids.includes(externalId.slice('status-'.length)))).toHaveLength(120), { timeoutMs: 60_000 });
  });

  it('comes in although it says no author, no time, markup, half a character or NUL, and although the other clock is ahead', async () => {
    weibo.aheadMs = 3_600_000;
    const hostile = post('<script>alert(1)</script>\u0000\ud83d 请修井盖', { user: null, source: '"><img src=x onerror=alert(1)>' });
    weibo.aheadMs = 0;
    const message = await fixture.messageOf(`status-${hostile}`);
    expect(message.text).toBe(`@${own.name} <script>alert(1)</script>\ufffd 请修井盖`);
    expect(message.occurredAt.toISOString()).toBe(fixture.service.clock.now().toISOString());
    expect(await fixture.service.tablesWith('onerror')).toEqual([]);
  });

  it('is held 待甄别 as it came where it says nothing, and set aside or registered by the information office; whoever wrote it hears then', async () => {
    const [wordless, linked] = [weibo.comment(ownPost(), '👍👍'), post('http://t.cn/A6xyz')];
    // As an earlier release kept it beside.
    await fixture.service.rows(`INSERT INTO microblog_post (kind, post_id, status_id, account, captured_at) VALUES ('comment', '77', '76', $1, '2026-11-20T08:00:00Z')`, [own.name]);
    await fixture.service.rows(`INSERT INTO held_post (kind, post_id, account, reason, text, captured_at) VALUES ('comment', '77', $1, 'no-words', '……', '2026-11-20T08:00:00Z')`, [own.name]);
    const heldOf = async (externalId: string) => {
      const { messageId } = await fixture.messageOf(externalId);
      const [row] = await fixture.service.rows<{ reasons: string[]; hold: string; at: Date }>('SELECT reasons, hold, registered_at AS at FROM hold JOIN message USING (message_id) WHERE message_id = $1', [messageId]);
      return { messageId, ...row! };
    };
    const [nothing, links, old] = [await heldOf(`comment-${wordless}`), await heldOf(`status-${linked}`), await heldOf('comment-77')];
    expect([nothing, links, old].map(({ reasons, hold }) => [hold, ...reasons])).toEqual([['held', 'no-words'], ['held', 'links-only'], ['held', 'no-words']]);
    expect(old.at).toEqual(new Date('2026-11-20T08:00:00Z'));
    expect(await fixture.service.count(`delivery WHERE message_id IN ('${nothing.messageId}', '${links.messageId}')`)).toBe(0);
    const decide = (messageId: string, body: object) => replica.call(`/v1/holds/${messageId}/decisions`, { role: 'information-office', body });
    expect((await decide(nothing.messageId, { outcome: 'set-aside', reason: '仅有表情，未反映诉求。' })).status).toBe(201);
    expect((await decide(links.messageId, { outcome: 'released' })).status).toBe(201);
    await receipted(links.messageId);
    expect(await fixture.service.count(`delivery WHERE message_id = '${nothing.messageId}'`)).toBe(0);
    expect(await fixture.service.events('intake.message.registered.v1', nothing.messageId)).toEqual([]);
  });

  it('our own words are none', async () => {
    await fixture.looked();
    expect(await fixture.service.count(`microblog_post WHERE post_id = ANY ('{${weibo.said.map(({ id }) => id).join(',')}}')`)).toBe(0);
  });

  it('is registered once after the process died between fetch and commit', async () => {
    const lost = await fixture.service.dataSource.transaction(async (manager) => {
      // Whoever fetches the page waits here, with messages and cursor written and not committed; then its connection dies.
      await manager.query('LOCK TABLE microblog_post IN EXCLUSIVE MODE');
      const id = post('学校门口堵车严重。');
      const holders = await eventually(async () => {
        const waiting = await manager.query<{ pid: number }[]>(`SELECT DISTINCT pid FROM pg_locks WHERE NOT granted AND relation = 'microblog_post'::regclass`);
        if (waiting.length === 0) throw new Error('nobody waits');
        return waiting;
      });
      for (const { pid } of holders) await manager.query('SELECT pg_terminate_backend($1)', [pid]);
      return id;
    });
    await fixture.messageOf(`status-${lost}`);
    await fixture.looked();
    expect((await fixture.messages()).filter(({ externalId }) => externalId === `status-${lost}`)).toHaveLength(1);
  });
});

describe('what is said about it', () => {
  const registered = async (words = '和平路夜间路灯不亮。') => {
    const message = await fixture.messageOf(`status-${post(`${words}${Math.random()}`)}`);
    await receipted(message.messageId);
    return message;
  };

  it('is a public comment in its thread: the beginning in whole sentences and the address, without anybody\'s number; its id is kept and told (R36)', async () => {
    const below = ownPost();
    const comment = weibo.comment(below, '3路公交车能不能多开几班？');
    const message = await fixture.messageOf(`comment-${comment}`);
    await receipted(message.messageId);
    const event = fixture.reply(message.messageId, { text: `您好：自12月1日起，早晚高峰各加开两班，请您留意站牌公告。联系人王先生，电话13855412345。${'其余线路将视客流情况逐步调整。'.repeat(20)}` });
    await fixture.service.deliver(event);
    await eventually(async () => expect(await fixture.deliveryOf(event.data.replyId)).toMatchObject({ state: 'delivered' }));
    const said = saidOf(message.messageNumber).at(-1)!;
    expect(said).toMatchObject({ statusId: below, replyTo: comment });
    expect(said.text).toMatch(/^【答复】HN\S+：您好：自12月1日起，早晚高峰各加开两班，请您留意站牌公告。联系人.*。 全文：https:\/\/wz\.example\/messages\/HN1$/);
    expect(said.text).not.toContain('13855412345');
    expect(commentLength(said.text)).toBeLessThanOrEqual(140);
    expect(await fixture.service.events(replyDelivered.subject, message.messageId)).toMatchObject([{ data: { deliveryId: said.id, channel: 'microblog' } }]);
  });

  it('a private reply gives the number and where to look, and no word', async () => {
    const message = await registered();
    const event = fixture.reply(message.messageId, { visibility: 'private', text: '您的低保申请已经批准。' });
    await fixture.service.deliver(event);
    await eventually(async () => expect(await fixture.deliveryOf(event.data.replyId)).toMatchObject({ state: 'delivered' }));
    expect(saidOf(message.messageNumber).at(-1)!.text).toBe(`编号${message.messageNumber}的留言已于11月24日答复，请凭编号查看：https://wz.example/messages/HN1`);
  });

  it('is said once although the answer was lost', async () => {
    const message = await registered();
    weibo.mood = 'answer-lost';
    const event = fixture.reply(message.messageId);
    await fixture.service.send(event);
    await eventually(() => expect(saidOf(message.messageNumber)).toHaveLength(2));
    weibo.mood = 'well';
    await eventually(async () => expect(await fixture.deliveryOf(event.data.replyId)).toMatchObject({ state: 'delivered', deliveryId: saidOf(message.messageNumber)[1]!.id }));
    expect(saidOf(message.messageNumber)).toHaveLength(2);
  });

  it('is tried again after an error page, and refused where the post is gone', async () => {
    const message = await registered();
    weibo.mood = 'error-page';
    const event = fixture.reply(message.messageId);
    await fixture.service.send(event);
    await eventually(async () => expect(await fixture.deliveryOf(event.data.replyId)).toMatchObject({ reason: 'HTTP 502' }));
    weibo.remove(message.thread);
    weibo.mood = 'well';
    await eventually(async () => expect(await fixture.deliveryOf(event.data.replyId)).toMatchObject({ state: 'failed', reason: 'the post is gone' }));
    expect(await fixture.service.count(`microblog_post WHERE message_id = '${message.messageId}' AND gone_at IS NOT NULL`)).toBe(1);
  });
});

describe('a platform that lets nobody in', () => {
  const dueIn = async () => {
    const rows = await fixture.service.rows<{ seconds: number; reason: string | null; failures: number }>(`SELECT extract(epoch FROM due_at - now())::int AS seconds, last_reason AS reason, failures FROM fetch_cursor`);
    return rows.filter(({ failures }) => failures > 0);
  };
  const again = () => fixture.service.rows(`UPDATE fetch_cursor SET due_at = now()`);

  it('is left alone until its hour is over, by all sources and replicas', async () => {
    weibo.mood = 'rate-limited';
    await eventually(async () => expect(await dueIn()).toHaveLength(3));
    expect((await dueIn()).every(({ reason }) => /^(error 10023|no calls left)$/.test(reason ?? ''))).toBe(true);
    expect(await fixture.service.rows(`SELECT used FROM microblog_budget WHERE kind = 'calls'`)).toEqual([{ used: 1_000 }]);
    const asked = weibo.asked.length;
    weibo.mood = 'well';
    await again();
    await eventually(async () => expect((await dueIn()).every(({ seconds, reason }) => reason === 'no calls left' && seconds > 0)).toBe(true));
    expect(weibo.asked.length).toBe(asked);
    await fixture.service.rows(`DELETE FROM microblog_budget`);
    await again();
    await eventually(async () => expect(await dueIn()).toEqual([]));
  });

  it('is asked once an hour where it knows the token no more', async () => {
    weibo.mood = 'token-expired';
    await eventually(async () => expect((await dueIn()).filter(({ seconds, reason }) => reason === 'error 21327' && seconds > 3_000)).toHaveLength(3));
    await fixture.service.rows(`UPDATE fetch_cursor SET failures = 3`);
    const { body } = await replica.call('/v1/sources', { role: 'information-office' });
    expect(body['items']).toEqual(Array.from({ length: 3 }, () => expect.objectContaining({ connector: 'microblog', source: expect.stringMatching(/^淮岭发布\//), state: 'failing', failures: 3, lastReason: 'error 21327', lastSuccessAt: expect.any(String), expiresAt: '2027-05-31T16:00:00.000Z' })));
    expect((await replica.call('/v1/sources', { role: 'web-admin' })).status).toBe(403);
    weibo.mood = 'well';
    await again();
    await eventually(async () => expect(await dueIn()).toEqual([]));
  });

  it('that was away for an hour has lost nothing', async () => {
    weibo.mood = 'away';
    const id = post('供暖不足，室温只有十四度。');
    await eventually(async () => expect(await dueIn()).toHaveLength(3));
    await fixture.service.rows(`UPDATE fetch_cursor SET failures = 12`);
    weibo.mood = 'well';
    await again();
    await fixture.messageOf(`status-${id}`);
    expect(replica.url).toBeTruthy();
  });
});

describe('what was said', () => {
  const look = (afterMinutes: number) => replica.app.get(ReadBack, { strict: false }).look(new Date(Date.now() + afterMinutes * 60_000));

  it('is read back, and a comment that is missing twice has failed after all, which is told once', async () => {
    const message = await fixture.messageOf(`status-${post('桥头的井盖不见了，请尽快补上。')}`);
    const reply = fixture.reply(message.messageId);
    await replica.handle(reply);
    await eventually(async () => expect(await fixture.deliveryOf(reply.data.replyId)).toMatchObject({ state: 'delivered' }));
    const { deliveryId } = await fixture.deliveryOf(reply.data.replyId);
    const told = () => fixture.service.events<{ reason: string }>('intake.reply.delivery-failed.v1', message.messageId);
    const gone = () => fixture.service.rows('SELECT comment_id AS "commentId" FROM microblog_comment WHERE gone_at IS NOT NULL AND message_id = $1', [message.messageId]);
    const counted = async () => (await fixture.service.events<{ name: string; last30Days: object }>('intake.comments.read-back.v1', `comments of ${own.name}`)).map(({ data }) => data.last30Days);
    // The comments of the specs before are more than a page.
    await fixture.service.dataSource.query(`DELETE FROM microblog_comment WHERE message_id <> $1`, [message.messageId]);
    await look(15);
    await look(400);
    expect([await told(), await gone()]).toEqual([[], []]);
    expect((await counted()).at(-1)).toEqual({ said: 2, read: 2, standing: 2, gone: 0 });
    weibo.remove(deliveryId!);
    // Once may be the platform's mistake, and a platform that is away says nothing.
    await look(800);
    weibo.mood = 'away';
    await expect(look(840)).rejects.toThrow();
    weibo.mood = 'well';
    await look(815);
    expect([await told(), await gone()]).toEqual([[], []]);
    await look(840);
    await look(900);
    expect(await gone()).toEqual([{ commentId: deliveryId }]);
    expect((await told()).map(({ data }) => data)).toEqual([expect.objectContaining({ replyId: reply.data.replyId, channel: 'microblog', reason: 'the comment is no longer on the platform' })]);
    expect(await fixture.deliveryOf(reply.data.replyId)).toMatchObject({ state: 'failed' });
    expect((await counted()).slice(-2)).toEqual([{ said: 2, read: 2, standing: 1, gone: 0 }, { said: 2, read: 2, standing: 1, gone: 1 }]);
  });
});
