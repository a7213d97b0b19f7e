import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createEvent, messageRuledInvalid, replyDeliveryFailed, replyPublished } from '@wenzheng/contracts';
import { unsealBytes, type Sealed } from '@wenzheng/platform';
import { eventually } from '@wenzheng/testing';
import { connectorContract, type SentItem } from '@wenzheng/testing/connectors';
import { createSmtpServer } from '@wenzheng/testing/mail';
import { simpleParser } from 'mailparser';
import sharp from 'sharp';
import { createSecretKey, randomUUID } from 'node:crypto';
import { connect, type AddressInfo } from 'node:net';
import { pipeline } from 'node:stream';
import { createServer as createSecureServer, getCACertificates, setDefaultCACertificates } from 'node:tls';
import { generate } from 'selfsigned';
import { call, Fixture, type Replica } from '../../intake.fixture.js';
import { FetchingRig } from '../fetching/fetching.fixture.js';
import { letterOf, mayor, openPost, secretary, type Post } from './mail.fixture.js';
import { MailConnector } from './mail.connector.js';
import type { MailboxCursor } from './mailbox-reader.js';

const manyAttempts = { DELIVERY_BACKOFF_SECONDS: `0${',0.1'.repeat(30)}` };

connectorContract('a mailbox', async () => {
  const post = await openPost();
  const fixture = await Fixture.create();
  const replica = await fixture.start({ ...post.settings, ...manyAttempts });
  const rig = new FetchingRig<MailboxCursor>(fixture, replica, replica.app.get(MailConnector, { strict: false }));
  const bytesOf = ({ id, text, author, at, encoding }: SentItem): Buffer => {
    const head = letterOf(id.replaceAll(' ', '-'), '', { Date: new Date(at).toUTCString(), From: author === null ? null : `${author}@citizen.test` }).trimEnd();
    return Buffer.concat([Buffer.from(`${head}\r\n\r\n`), encoding === 'broken' ? Buffer.from([0xff, 0xfe, 0x80, 0xff]) : Buffer.from(`${text}\r\n`)]);
  };
  return {
    name: 'mail', can: { receives: 'fetches', delivers: true, readsBack: false }, isMarkup: false,
    send: (item) => post.imap.deliver(bytesOf(item), mayor).then(() => null),
    fetch: () => rig.fetch(),
    fetchAndDieAt: (step) => rig.fetchAndDieAt(step),
    away: (isAway) => (isAway ? post.imap.stop() : post.imap.start()),
    registered: () => rig.replies.registered(),
    fateOf: async (id) => ((await rig.replies.registered()).some(({ externalId }) => externalId === `mayor <${id.replaceAll(' ', '-')}@citizen.test>`) ? 'registered' : null),
    reply: (messageId, text) => rig.replies.publish(messageId, text),
    mood: (mood) => void (post.smtp.mood = mood),
    posted: () => Promise.all(post.smtp.posted.map(async ({ raw }) => simpleParser(raw)).map(async (mail) => ({ id: (await mail).messageId ?? null, text: (await mail).text ?? '' }))),
    deliveryOf: (messageId) => rig.replies.deliveryOf(messageId),
    async close() {
      await fixture.drop();
      await post.close();
    },
  };
});

describe('letters', () => {
  let post: Post;
  let fixture: Fixture;
  let intake: Replica;
  let rig: FetchingRig<MailboxCursor>;
  beforeAll(async () => {
    post = await openPost();
    fixture = await Fixture.create();
    intake = await fixture.start({ ...post.settings, ...manyAttempts, LETTER_LIMIT_MB: '0.05', LETTER_RECEIPTS_PER_DAY: '2' });
    rig = new FetchingRig(fixture, intake, intake.app.get(MailConnector, { strict: false }));
  });
  afterAll(async () => {
    await fixture?.drop();
    await post?.close();
  });

  interface Message { messageId: string; externalId: string; externalThreadId: string | null; messageNumber: string; channel: string; title: string; text: string; visibility: string; followUpTo: string | null; occurredAt: Date; attachments: object[] | null }
  const messages = () => fixture.rows<Message>(`SELECT message_id AS "messageId", external_id AS "externalId", external_thread_id AS "externalThreadId", message_number AS "messageNumber", channel, title, text, visibility, follow_up_to AS "followUpTo", occurred_at AS "occurredAt", attachments FROM message LEFT JOIN letter USING (message_id) ORDER BY letter.mailbox, letter.uid`);
  const fresh = async (...letters: (string | Buffer)[]): Promise<Message[]> => {
    const before = new Set((await messages()).map(({ messageId }) => messageId));
    for (const letter of letters) await post.imap.deliver(letter, mayor);
    await rig.fetch();
    return (await messages()).filter(({ messageId }) => !before.has(messageId));
  };
  const statesOf = async (ids: string[]) => (await fixture.rows<{ state: string }>('SELECT state FROM letter WHERE header_id = ANY ($1) ORDER BY letter_id', [ids.map((id) => `<${id}@citizen.test>`)])).map(({ state }) => state);
  const postedTo = async (address: string, words: string) => {
    const found = post.smtp.posted.filter(({ to }) => to.includes(address));
    const mails = await Promise.all(found.map(async (one) => ({ ...one, mail: await simpleParser(one.raw) })));
    return mails.filter(({ mail }) => `${mail.subject}${mail.text}`.includes(words));
  };
  const replied = (messageId: string, text: string) => {
    const now = fixture.clock.now().toISOString();
    const data = { messageId, replyId: randomUUID(), unit: { code: 'CG', name: '市城市管理局' }, visibility: 'private' as const, interim: false, submittedAt: now, publishedAt: now, path: '/messages/x', text, historical: false };
    return createEvent(replyPublished, { subject: messageId, sequence: 1, time: new Date(now), data });
  };

  it('is kept raw and sealed, private, and its writer gets a receipt in answer to it', async () => {
    const raw = letterOf('first', '和平路夜间路灯不亮，已有一周。', { 'Authentication-Results': 'mx.city.test; spf=pass smtp.mailfrom=citizen.test; dkim=fail; dmarc=none' });
    const [message] = await fresh(raw);
    expect(message).toMatchObject({ channel: 'mailbox', externalId: 'mayor <first@citizen.test>', title: '路灯不亮', text: '和平路夜间路灯不亮，已有一周。', visibility: 'private', followUpTo: null, occurredAt: new Date('2026-11-23T00:59:00Z') });
    const [kept] = await fixture.rows<Sealed & { letterId: string; checks: object; state: string }>(`SELECT letter_id AS "letterId", state, sender_checks AS checks, algorithm, key_id AS "keyId", nonce, ciphertext FROM letter WHERE header_id = '<first@citizen.test>'`);
    expect(kept).toMatchObject({ state: 'registered', checks: { by: 'mx.city.test', spf: 'pass', dkim: 'fail', dmarc: 'none' } });
    const ring = { active: 'k1', keys: { k1: createSecretKey(Buffer.alloc(32, 1)) } };
    expect(unsealBytes(ring, kept!.letterId, 'letter', kept!).toString()).toContain(raw.trimEnd());
    await eventually(async () => expect(await postedTo('zhang@citizen.test', message!.messageNumber)).toHaveLength(1));
    const { mail, from } = (await postedTo('zhang@citizen.test', message!.messageNumber))[0]!;
    expect(mail).toMatchObject({ inReplyTo: '<first@citizen.test>', subject: `来信已受理（${message!.messageNumber}）`, from: { value: [{ address: mayor, name: '市长信箱' }] } });
    expect(mail.headers.get('auto-submitted')).toBe('auto-replied');
    expect(mail.text).toMatch(/查询码：[0-9A-Z]{4}(-[0-9A-Z]{4}){3}-[0-9A-Z]\n/);
    expect(mail.text).toContain('您的来信不公开');
    expect(from).toMatch(/^mayor\+b[0-9a-f]{32}\.[0-9a-z]{9}@city\.test$/);
    expect(await fixture.rows('SELECT reader, fields FROM vault_read WHERE message_id = $1', [message!.messageId])).toEqual([{ reader: 'connector:mail', fields: ['email'] }]);
    expect(await fixture.tablesWith('zhang@citizen.test')).toEqual([]);
  });

  it('in two mailboxes is two messages; twice in one, and read again from its first number, one', async () => {
    const raw = letterOf('both', '两个信箱都寄了这封信。', { From: 'both@citizen.test' });
    await post.imap.deliver(raw, secretary);
    expect((await fresh(raw, raw)).map(({ externalId }) => externalId).toSorted()).toEqual(['mayor <both@citizen.test>', 'secretary <both@citizen.test>']);
    await post.imap.stop();
    post.imap.renumber(mayor);
    await post.imap.start();
    const before = await fixture.rows<{ cursor: MailboxCursor }>(`SELECT cursor FROM fetch_cursor WHERE source = 'mayor'`);
    expect(await fresh()).toEqual([]);
    const after = await fixture.rows<{ cursor: MailboxCursor }>(`SELECT cursor FROM fetch_cursor WHERE source = 'mayor'`);
    expect(after[0]!.cursor.uidValidity).not.toBe(before[0]!.cursor.uidValidity);
  });

  it('is read in the charsets that Chinese senders use, whatever they say of them', async () => {
    // 路灯不亮 and 路燈不亮
    const [gbk, big5] = [Buffer.from('c2b7b5c6b2bbc1c1', 'hex'), Buffer.from('b8f4bf4fa4a3ab47', 'hex')];
    const of = (id: string, body: Buffer, headers: Record<string, string | null>) => Buffer.concat([Buffer.from(letterOf(id, '', { From: `${id}@citizen.test`, Subject: '=?gb2312?B?wre1xrK7wcE=?=', ...headers }).trimEnd()), Buffer.from('\r\n\r\n'), body, Buffer.from('\r\n')]);
    const rawSubject = Buffer.from(of('raw', gbk, { 'Content-Type': null, Subject: 'XXXX' }).toString('latin1').replace('XXXX', gbk.toString('latin1')), 'latin1');
    const boundary = 'text/plain; charset=gb2312';
    const found = await fresh(
      of('gb', gbk, { 'Content-Type': boundary }), of('big5', big5, { 'Content-Type': 'text/plain; charset=big5' }), of('wrong', gbk, { 'Content-Type': 'text/plain; charset=utf-8' }),
      of('ascii', gbk, { 'Content-Type': 'text/plain; charset=us-ascii' }), rawSubject,
      of('parts', Buffer.concat([Buffer.from('--xx\r\nContent-Type: text/plain\r\n\r\n'), gbk, Buffer.from('\r\n--xx\r\nContent-Type: application/pdf; name=a.pdf\r\nContent-Disposition: attachment; filename=a.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n\r\n--xx--\r\n')]), { 'Content-Type': 'multipart/mixed; boundary=xx' }),
      of('html', Buffer.from('<p>路灯不亮</p><script>alert(1)</script><img src=x><a href="javascript:alert(2)">看这里</a>'), { 'Content-Type': 'text/html; charset=utf-8' }),
    );
    expect(found.map(({ title, text }) => [title, text])).toEqual([
      ['路灯不亮', '路灯不亮'], ['路灯不亮', '路燈不亮'], ['路灯不亮', '路灯不亮'], ['路灯不亮', '路灯不亮'], ['路灯不亮', '路灯不亮'],
      ['路灯不亮', '路灯不亮\n\n（来信另有1个附件没有收录：a.pdf。附件随来信原件保存。）'], ['路灯不亮', '路灯不亮\n\n看这里'],
    ]);
  });

  it('has what is enclosed in it as attachments, once, whatever dies in between', async () => {
    const jpeg = await sharp({ create: { width: 60, height: 40, channels: 3, background: 'red' } }).jpeg().toBuffer();
    const part = (head: string, bytes: Buffer) => `--xx\r\n${head}\r\nContent-Transfer-Encoding: base64\r\n\r\n${bytes.toString('base64').replace(/.{76}/g, '$&\r\n')}\r\n`;
    const text = Buffer.from('路灯不亮的时间');
    const letter = letterOf('enclosing', [
      '--xx\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n照片在附件里。\r\n',
      // 记录.txt in GB18030
      part('Content-Type: text/plain; name="=?gb18030?B?vMfCvC50eHQ=?="\r\nContent-Disposition: attachment; filename="=?gb18030?B?vMfCvC50eHQ=?="', text),
      part('Content-Type: image/jpeg; name=road.jpg\r\nContent-Disposition: attachment; filename=road.jpg', jpeg), '--xx--\r\n',
    ].join(''), { From: 'enclosing@citizen.test', 'Content-Type': 'multipart/mixed; boundary=xx', 'Content-Transfer-Encoding': null });
    const [message] = await fresh(letter);
    expect(message).toMatchObject({ text: '照片在附件里。', attachments: [{ name: '记录.txt', size: text.length }, { name: 'road.jpg', size: jpeg.length }] });
    const found = () => fixture.rows<{ name: string; state: string; mediaType: string }>(`SELECT attachment.name, state, media_type AS "mediaType" FROM message CROSS JOIN LATERAL jsonb_array_elements(attachments) WITH ORDINALITY AS told (item, place) JOIN attachment ON attachment_id = (item ->> 'attachmentId')::uuid WHERE message.message_id = $1 ORDER BY place`, [message!.messageId]);
    const both = [{ name: '记录.txt', state: 'stored', mediaType: 'text/plain' }, { name: 'road.jpg', state: 'stored', mediaType: 'image/jpeg' }];
    await eventually(async () => expect(await found()).toEqual(both));
    const due = () => fixture.rows('SELECT FROM letter WHERE enclosures_due_at IS NOT NULL');
    await eventually(async () => expect(await due()).toEqual([]));
    // As a process leaves it that was killed between the first file and the end.
    await fixture.dataSource.query('DELETE FROM attachment WHERE message_id = $1 AND media_type = $2', [message!.messageId, 'image/jpeg']);
    await fixture.dataSource.query('UPDATE letter SET enclosures_due_at = now() WHERE message_id = $1', [message!.messageId]);
    await eventually(async () => expect([await found(), await due()]).toEqual([both, []]));
    expect(await fixture.events('intake.attachment.stored.v1', message!.messageId)).toHaveLength(3);
  });

  it('is registered with nothing, too much or too little to read', async () => {
    const found = await fresh(
      letterOf('large', '路灯不亮。'.repeat(8_000), { From: 'large@citizen.test' }), letterOf('none', ' ', { From: 'none@citizen.test', Subject: null }),
      'no header at all\r\n\r\n', letterOf('nameless', '没有发件人和编号。', { From: null, 'Message-ID': null }),
    );
    expect(found.map(({ text }) => text)).toEqual(['（来信过大，只登记了信头；原件在信箱里。）', '（来信没有文字内容，原件另存。）', expect.any(String), '没有发件人和编号。']);
    expect(found.at(-1)!.externalId).toMatch(/^mayor [0-9a-f]{64}$/);
    for (const address of ['large@citizen.test', 'none@citizen.test']) await eventually(async () => expect(await postedTo(address, '受理')).toHaveLength(1));
  });

  it('that a program wrote is no message, and nobody is written to for it, nor for a list, nor too often', async () => {
    const before = post.smtp.posted.length;
    expect(await fresh(letterOf('away', '我在休假。', { 'Auto-Submitted': 'auto-replied' }), letterOf('ooo', '我在休假。', { 'X-Auto-Response-Suppress': 'All', Subject: 'Automatic reply: x' }))).toEqual([]);
    expect(await statesOf(['away', 'ooo'])).toEqual(['automatic', 'automatic']);
    await post.imap.deliverFrom('', letterOf('null', '空回程。', { From: 'null@citizen.test' }), mayor);
    expect(await fresh(letterOf('list', '群发的信。', { From: 'list@citizen.test', Precedence: 'bulk' }))).toHaveLength(2);
    const many = await fresh(...[1, 2, 3].map((n) => letterOf(`many-${n}`, `第${n}封。`, { From: 'many@citizen.test' })));
    expect(many).toHaveLength(3);
    await eventually(async () => expect(await postedTo('many@citizen.test', '受理')).toHaveLength(2));
    const written = post.smtp.posted.slice(before).map(({ to }) => to[0]);
    expect(written).toEqual(['many@citizen.test', 'many@citizen.test']);
  });

  it('answers the reply by its address as a follow-up, and otherwise names the first', async () => {
    const [first] = await fresh(letterOf('asked', '井盖丢了。', { From: 'asker@citizen.test' }));
    await eventually(async () => expect(await postedTo('asker@citizen.test', first!.messageNumber)).toHaveLength(1));
    await fixture.deliver(replied(first!.messageId, '井盖已补齐。'));
    await eventually(async () => expect(await postedTo('asker@citizen.test', '井盖已补齐。')).toHaveLength(1));
    const { mail } = (await postedTo('asker@citizen.test', '井盖已补齐。'))[0]!;
    const replyTo = mail.replyTo!.value[0]!.address!;
    expect(replyTo).toMatch(/^mayor\+hn\d+\.[0-9a-z]{9}@city\.test$/);
    const quoted = `还是没有。\n\n市长信箱 写道：\n> ${mail.text!.split('\n').join('\n> ')}`;
    const upper = replyTo.replace(/\..*@/, (mac) => mac.toUpperCase());
    const mistyped = replyTo.replace(/(\.[0-9a-z]{3})(.)/, (_, head: string, one: string) => head + (one === 'x' ? 'y' : 'x'));
    const found = await fresh(
      letterOf('again', quoted, { From: 'other@citizen.test', To: upper }),
      letterOf('typo', '打错了。', { From: 'stranger@citizen.test', To: mistyped }),
      letterOf('stranger', '我也有同样的问题。', { From: 'stranger@citizen.test', 'In-Reply-To': mail.messageId! }),
    );
    expect(found).toMatchObject([
      { externalId: 'mayor <again@citizen.test>', followUpTo: first!.messageId, externalThreadId: first!.externalId, text: '还是没有。' },
      { followUpTo: null, externalThreadId: null, text: '打错了。' },
      { followUpTo: null, externalThreadId: first!.externalId },
    ]);
  });

  it('that comes back makes the delivery of its reply fail, with its event, once', async () => {
    const [message] = await fresh(letterOf('gone', '公园的灯坏了。', { From: 'gone@citizen.test' }));
    const event = replied(message!.messageId, '已报修。');
    await fixture.deliver(event);
    await eventually(async () => expect((await rig.replies.deliveryOf(message!.messageId)).state).toBe('delivered'));
    const { from } = (await postedTo('gone@citizen.test', '已报修。'))[0]!;
    const report = (id: string, action: string) => letterOf(id, [
      '--rr', 'Content-Type: text/plain', '', 'Sorry.', '--rr', 'Content-Type: message/delivery-status', '', 'Reporting-MTA: dns; mx.citizen.test', '',
      'Final-Recipient: rfc822; gone@citizen.test', `Action: ${action}`, 'Status: 5.1.1', 'Diagnostic-Code: smtp; 550 5.1.1 <gone@citizen.test> unknown', '', '--rr--',
    ].join('\n'), { From: 'MAILER-DAEMON@mx.citizen.test', To: from, 'Auto-Submitted': 'auto-replied', 'Content-Type': 'multipart/report; report-type=delivery-status; boundary=rr' });
    expect(await fresh(report('late', 'delayed'))).toEqual([]);
    expect((await rig.replies.deliveryOf(message!.messageId)).state).toBe('delivered');
    expect(await fresh(report('back', 'failed'), report('back-again', 'failed'))).toEqual([]);
    expect((await rig.replies.deliveryOf(message!.messageId)).state).toBe('failed');
    const failed = await fixture.events(replyDeliveryFailed.subject, message!.messageId);
    expect(failed.map(({ data }) => data)).toEqual([expect.objectContaining({ replyId: event.data.replyId, channel: 'mailbox', reason: expect.stringMatching(/^5\.1\.1 .*unknown$/) })]);
    expect(JSON.stringify(failed)).not.toContain('gone@citizen.test');
  });

  it('tells the writer of a ruling, and gives up an address that there is not', async () => {
    const [message] = await fresh(letterOf('ruled', '请帮我打官司。', { From: 'unknown@citizen.test' }));
    const data = { messageId: message!.messageId, rulingId: randomUUID(), proposedBy: null, ground: 'in-court-or-arbitration' as const, reason: '已由法院受理。', guidance: '请向法院反映。', objectionUntil: '2026-12-07', ruledAt: fixture.clock.now().toISOString() };
    await intake.handle(createEvent(messageRuledInvalid, { subject: message!.messageId, sequence: 1, time: fixture.clock.now(), data }));
    const outcomes = () => fixture.rows('SELECT kind, state, last_reason FROM delivery WHERE message_id = $1 ORDER BY kind', [message!.messageId]);
    await eventually(async () => expect(await outcomes()).toEqual([{ kind: 'receipt', state: 'failed', last_reason: 'SMTP 550' }, { kind: 'ruling', state: 'failed', last_reason: 'SMTP 550' }]));
  });
});

it('sends nothing in the open to a mail server that offers no encryption', async () => {
  const [post, smtp, fixture] = [await openPost(), await createSmtpServer({ hides: ['STARTTLS'] }), await Fixture.create()];
  try {
    const replica = await fixture.start({ ...post.settings, SMTP: JSON.stringify({ host: '127.0.0.1', port: smtp.port, encryption: 'starttls' }), DELIVERY_BACKOFF_SECONDS: '0,0.1' });
    await post.imap.deliver(letterOf('open', '路灯不亮。'), mayor);
    await new FetchingRig(fixture, replica, replica.app.get(MailConnector, { strict: false })).fetch();
    await eventually(async () => expect(await fixture.rows('SELECT state FROM delivery')).toEqual([{ state: 'failed' }]));
    expect(smtp.posted).toEqual([]);
  } finally {
    await fixture.drop();
    await Promise.all([post.close(), smtp.close()]);
  }
});

it('knows until when the certificate of a mail server is valid, and takes no other server for it', async () => {
  const [post, fixture] = [await openPost(), await Fixture.create()];
  const notAfterDate = new Date(Date.now() + 10 * 86_400_000);
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'mail.city.test' }], { notAfterDate, extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] }] });
  const secured = createSecureServer({ key, cert }, (socket) => void pipeline(socket, connect(post.imap.imapPort, post.imap.host), socket, () => undefined));
  await new Promise<void>((resolve) => void secured.listen(0, 'localhost', resolve));
  const known = getCACertificates('default');
  setDefaultCACertificates([...known, cert]);
  try {
    const { port } = secured.address() as AddressInfo;
    const boxOf = (name: string, host: string) => ({ name, address: mayor, imap: { host, port, encryption: 'tls', user: mayor, password: post.imap.password } });
    const replica = await fixture.start({ ...post.settings, MAILBOXES: JSON.stringify([boxOf('mayor', 'localhost'), boxOf('other', '127.0.0.1')]) });
    await new FetchingRig(fixture, replica, replica.app.get(MailConnector, { strict: false })).fetch();
    const { body } = await call(`${replica.url}/v1/sources`, { token: await fixture.token('administrator') });
    const certificateExpiresAt = new Date(Math.floor(notAfterDate.getTime() / 1_000) * 1_000).toISOString();
    expect(body['items']).toEqual([
      expect.objectContaining({ source: 'mayor', state: 'expiring', failures: 0, certificateExpiresAt }),
      expect.objectContaining({ source: 'other', state: 'new', failures: 1, certificateExpiresAt: null, lastReason: expect.stringMatching(/127\.0\.0\.1/) }),
    ]);
  } finally {
    setDefaultCACertificates(known);
    await fixture.drop();
    await Promise.all([post.close(), new Promise((resolve) => secured.close(resolve))]);
  }
});
