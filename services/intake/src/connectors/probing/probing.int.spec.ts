import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { channelProbed, messageRegistered, parseEvent } from '@wenzheng/contracts';
import { weiboFake, type WeiboFake } from '@wenzheng/testing/microblog';
import { intakeConfig } from '../../config.js';
import { channelKeys, Fixture, message, pushMessage, type Replica } from '../../intake.fixture.js';
import { Probes } from '../../probe/probes.service.js';
import { FetchingRig } from '../fetching/fetching.fixture.js';
import { letterOf, mayor, openPost, type Post } from '../mail/mail.fixture.js';
import { MailConnector } from '../mail/mail.connector.js';
import { readMailbox, type MailboxCursor } from '../mail/mailbox-reader.js';
import { ProbeTurns } from './probe-turns.service.js';
import { Prober } from './prober.js';

/** Headers that go no farther than to the next. */
const ownToEach = ['host', 'connection', 'transfer-encoding', 'content-length'];

/** What stands before the doors, and what becomes of a request there. */
class Gateway {
  mood: 'well' | 'refusing' | 'swallowing' = 'well';
  target = '';
  private readonly server: Server = createServer(async (request, response) => {
    if (this.mood === 'refusing') return void response.writeHead(503).end();
    if (this.mood === 'swallowing') return void response.writeHead(201, { 'content-type': 'application/json' }).end('{}');
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const headers = Object.fromEntries(Object.entries(request.headers).filter(([name]) => !ownToEach.includes(name))) as Record<string, string>;
    const answer = await fetch(this.target + request.url, { method: request.method ?? 'GET', headers, redirect: 'manual', ...(request.method === 'POST' && { body: Buffer.concat(chunks) }) });
    for (const [name, value] of answer.headers) if (![...ownToEach, 'set-cookie', 'content-encoding'].includes(name)) response.setHeader(name, value);
    response.setHeader('set-cookie', answer.headers.getSetCookie());
    response.writeHead(answer.status).end(Buffer.from(await answer.arrayBuffer()));
  });

  async open(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

const account = { uid: '5012345678', name: '淮岭发布', token: '2.00-token-of-the-account' };
const gateway = new Gateway();
let post: Post;
let weibo: WeiboFake;
let fixture: Fixture;
let replicas: [Replica, Replica];
let rig: FetchingRig<MailboxCursor>;
beforeAll(async () => {
  [post, weibo] = await Promise.all([openPost(), weiboFake(account), gateway.open()]);
  fixture = await Fixture.create();
  const settings = {
    ...post.settings, PUBLIC_URL: gateway.url, PROBE_URL: gateway.url, PROBE_SECONDS: '600',
    MICROBLOG_ACCOUNTS: JSON.stringify([{ name: account.name, uid: account.uid, accessToken: account.token, expiresAt: '2099-01-01T00:00:00+08:00', tier: 'commercial' }]),
    MICROBLOG_URL: weibo.url, MICROBLOG_COMMERCIAL_URL: weibo.url, MICROBLOG_PUBLIC_ADDRESS: '203.0.113.9', MICROBLOG_POLL_SECONDS: '86400',
  };
  replicas = [await fixture.start(settings), await fixture.start(settings)];
  gateway.target = replicas[0].url;
  // The specs say when.
  for (const replica of replicas) await proberOf(replica).onApplicationShutdown();
  rig = new FetchingRig(fixture, replicas[0], replicas[0].app.get(MailConnector, { strict: false }));
});
afterAll(async () => {
  await fixture?.drop();
  await Promise.all([post?.close(), weibo?.close(), gateway.close()]);
});

const proberOf = ({ app }: Replica) => app.get(Prober, { strict: false });
const probes = () => replicas[0].app.get(Probes, { strict: false });
const at = (time: string) => new Date(`2026-11-23T${time}:00+08:00`);
interface Row { probeId: string; connector: string; name: string; way: string; failure: string | null; isSettled: boolean }
const rows = () => fixture.rows<Row>(`SELECT probe_id AS "probeId", connector, name, way, failure, settled_at IS NOT NULL AS "isSettled" FROM probe ORDER BY connector, name, way, begun_at`);
const told = async (subject: string) => (await fixture.events(channelProbed.subject, subject)).map((event) => parseEvent(channelProbed, event).data);
const registered = () => fixture.count('message');
/** What was posted and has not yet come into the mailbox of the mayor. */
const carry = async () => {
  for (const { to, raw } of post.smtp.posted.splice(0)) if (to.includes(mayor)) await post.imap.deliver(raw, mayor);
};
const lettersLeft = async () => {
  const [box] = intakeConfig.shape.MAILBOXES.parse(post.settings['MAILBOXES']);
  return (await readMailbox(box!, null, 1_000_000)).letters.length;
};

describe('probes 探测', () => {
  it('try every way in once, whichever replica is first, and nothing of them is a message or a figure', async () => {
    await Promise.all(replicas.map((replica) => proberOf(replica).round(at('10:00'))));
    const all = await rows();
    const ofChannels = Object.keys(channelKeys).toSorted();
    expect(all.map(({ connector, name, way, failure, isSettled }) => [connector, name, way, failure, isSettled].join(' '))).toEqual([
      ...ofChannels.map((channel) => `cloud-events ${channel} request  true`),
      'form portal request  true',
      'mail mayor letter  false', 'mail mayor reading  true', 'mail secretary letter  false', 'mail secretary reading  true',
      `microblog ${account.name} reading  true`,
      'open311 portal request  true',
      ...ofChannels.map((channel) => `push ${channel} request  true`),
    ]);
    expect(await told('probe form portal request')).toEqual([expect.objectContaining({ channel: 'portal', failure: null, everySeconds: 600, day: { date: '2026-11-23', probes: 1, arrived: 1 }, lastFailure: null })]);
    await Promise.all(replicas.map((replica) => proberOf(replica).round(at('10:09'))));
    expect(await rows()).toHaveLength(all.length);
    expect([await registered(), await fixture.count('registered_message'), await fixture.count('hold'), (await fixture.events(messageRegistered.subject)).length]).toEqual([0, 0, 0, 0]);
  });

  it('send a letter that comes back out of its mailbox, where nothing is left of it', async () => {
    await carry();
    expect(await lettersLeft()).toBe(1);
    await rig.fetch();
    expect(await lettersLeft()).toBe(0);
    await proberOf(replicas[1]).round(at('10:09'));
    expect(await told('probe mail mayor letter')).toEqual([expect.objectContaining({ title: '市长信箱', way: 'letter', everySeconds: 86_400, failure: null })]);
    expect([await registered(), await fixture.count(`letter WHERE state = 'probe'`)]).toEqual([0, 1]);
    expect((await rows()).find(({ name, way }) => name === 'secretary' && way === 'letter')).toMatchObject({ isSettled: false });
  });

  it('that say anything else, that we have not signed or that came in before are messages like any other', async () => {
    const [known] = (await rows()).filter(({ connector, name }) => connector === 'push' && name === 'board');
    const forged = probes().textOf(randomUUID()).replace(/^(通道探测 \S{36})/, `通道探测 ${randomUUID()}`);
    const begun = await replicas[0].app.get(ProbeTurns, { strict: false }).begin({ connector: 'push', channel: 'board', name: 'spec', title: null, way: 'request', everySeconds: 600 }, at('10:00'));
    const texts = [forged, probes().textOf(known!.probeId), `${probes().textOf(begun!)} 另：路灯不亮。`];
    for (const [index, text] of texts.entries()) {
      const { status, body } = await pushMessage(replicas[0], message(`mark-${index}`, { text }));
      expect([status, body['messageNumber']]).toEqual([201, expect.not.stringMatching(/-0000$/)]);
    }
    // The mark itself, by another connector than it was sent by.
    const { body } = await pushMessage(replicas[0], message('mark-3', { text: probes().textOf((await rows()).find(({ name, way }) => name === 'secretary' && way === 'letter')!.probeId) }));
    expect(body['messageNumber']).not.toMatch(/-0000$/);
    const before = await registered();
    await post.imap.deliver(letterOf('x', '路灯不亮。', { 'Message-ID': `<probe.${randomUUID()}.${'A'.repeat(43)}@city.test>` }), mayor);
    await rig.fetch();
    expect([before, await registered(), await lettersLeft()]).toEqual([4, 5, 1]);
  });

  it('that fail are told of with the reason, and of the next that arrives the figures go on', async () => {
    gateway.mood = 'refusing';
    await proberOf(replicas[0]).round(at('10:10'));
    gateway.mood = 'swallowing';
    await proberOf(replicas[0]).round(at('10:20'));
    gateway.mood = 'well';
    await proberOf(replicas[0]).round(at('10:30'));
    expect(await told('probe push board request')).toEqual([
      expect.objectContaining({ failure: null }),
      expect.objectContaining({ failure: 'refused', day: { date: '2026-11-23', probes: 2, arrived: 1 } }),
      expect.objectContaining({ failure: 'not-arrived', lastFailure: { at: at('10:20').toISOString(), failure: 'not-arrived' } }),
      expect.objectContaining({ failure: null, day: { date: '2026-11-23', probes: 4, arrived: 2 }, lastFailure: { at: at('10:20').toISOString(), failure: 'not-arrived' } }),
    ]);
    // Its letter never came.
    expect(await told('probe mail secretary letter')).toEqual([expect.objectContaining({ failure: 'not-arrived', day: { date: '2026-11-23', probes: 1, arrived: 0 } })]);
    expect(await fixture.rows(`SELECT connector, name, way FROM probed_way WHERE failures > 0`)).toEqual([{ connector: 'mail', name: 'secretary', way: 'letter' }]);
  });

  it('that nobody answers are told of as that; one whose process died says nothing, and a letter that never went is sent anew', async () => {
    post.smtp.mood = 'failing';
    await post.imap.stop();
    await proberOf(replicas[0]).round(at('10:40'));
    expect((await told('probe mail mayor reading')).at(-1)).toMatchObject({ failure: 'unreachable' });
    await post.imap.start();
    post.smtp.mood = 'well';
    const turns = replicas[0].app.get(ProbeTurns, { strict: false });
    const boxes = { connector: 'mail', channel: 'mailbox', name: 'mayor', title: '市长信箱' } as const;
    await fixture.rows(`UPDATE probed_way SET due_at = 'epoch' WHERE name = 'mayor' AND way = 'letter'`);
    const [letter, reading] = [await turns.begin({ ...boxes, way: 'letter', everySeconds: 86_400 }, at('10:45')), await turns.begin({ ...boxes, way: 'reading', everySeconds: 600 }, at('10:50'))];
    post.smtp.posted.splice(0);
    await proberOf(replicas[0]).round(at('11:20'));
    const left = (await rows()).map(({ probeId }) => probeId);
    expect([left.includes(letter!), left.includes(reading!)]).toEqual([false, false]);
    expect(post.smtp.posted.map(({ to }) => to)).toContainEqual([mayor]);
  });
});
