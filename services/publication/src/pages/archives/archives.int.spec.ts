import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createEvent, forumChanged, questionAnswered, questionMoved, sessionClosed, sessionOpened, sessionScheduled, type EventData, type EventDefinition, type EventEnvelope } from '@wenzheng/contracts';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { Archivist } from '../../archive/archivist.js';
import { verifyArchive } from '../../archive/verification.rules.js';
import { assigned, Fixture, idOf, opened, registered, replied, unit } from '../../publication.fixture.js';

const run = promisify(execFile);
let fixture: Fixture;
let office: string;
beforeAll(async () => {
  fixture = await Fixture.create({ listen: false });
  office = await fixture.token('information-office');
});
afterAll(() => fixture.drop());
beforeEach(() => fixture.clock.set('2026-09-20T12:00:00+08:00'));

const principal = { name: '周明', post: '局长' };
const sha256 = (content: string | Uint8Array) => createHash('sha256').update(content).digest('hex');
const textOf = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
const download = async (address: string) => new Uint8Array(await (await fetch(`${fixture.url}${address}.zip`)).arrayBuffer());
const filesOf = (zip: Uint8Array) => Object.fromEntries(Object.entries(unzipSync(zip)).map(([name, bytes]) => [name, strFromU8(bytes)]));
/** As somebody would forge it who makes the digests anew. */
function forged(zip: Uint8Array, name: string, change: (text: string) => string): Uint8Array {
  const files = filesOf(zip);
  files[name] = change(files[name] ?? '');
  files['SHA256SUMS'] = Object.entries(files).filter(([one]) => one !== 'SHA256SUMS').map(([one, text]) => `${sha256(text)}  ${one}\n`).join('');
  return zipSync(Object.fromEntries(Object.entries(files).map(([one, text]) => [one, strToU8(text)])), { level: 0 });
}
const findings = (zip: Uint8Array) => verifyArchive(zip).findings.join('\n');

describe('R21: the archive 归档包 of an interview', () => {
  const [sessionId, number] = [idOf(700), 'HN-FT2026-700'];
  const address = `/interviews/${number}/archive`;
  let sequence = 0;
  const event = <Data>(definition: EventDefinition<Data>, data: Omit<Data, 'sessionId'>): EventEnvelope<Data> =>
    createEvent(definition, { subject: sessionId, sequence: (sequence += 1), time: new Date('2026-09-01T01:00:00Z'), data: { sessionId, ...data } as Data });
  const moved = (n: number, state: EventData<typeof questionMoved>['state'], changes: Partial<EventData<typeof questionMoved>> = {}) => event(questionMoved, { messageId: idOf(n), state, mergedInto: null, reason: null, movedAt: '2026-09-20T01:40:00.000Z', ...changes });
  const answered = (n: number, mergedInto: string | null = null) => event(questionAnswered, { messageId: idOf(n), mergedInto, unit, text: '现场原话', speaker: principal, answeredAt: '2026-09-20T01:44:00.000Z' });
  const question = (n: number, changes: object = {}) => [registered(n, { channel: 'interview', sessionId, title: `第${n}问`, text: `第${n}个提问的正文。`, ...changes }), opened(n)];
  const told = (text: string, n: number) => [assigned(n), replied(n, { text, submittedAt: '2026-09-20T01:44:00.000Z' })];
  let first: Uint8Array;

  it('is there once the interview is closed, with every question and its state, and the sums add up', async () => {
    const scheduled = event(sessionScheduled, { sessionNumber: number, channel: 'interview', title: '夜间照明与路灯维护', unit, principal, shortNoticeReason: null, startsAt: '2026-09-20T01:30:00.000Z', endsAt: '2026-09-20T02:30:00.000Z', scheduledAt: '2026-09-01T01:00:00.000Z' });
    await fixture.handle(scheduled, ...question(701), ...question(702), ...question(703, { visibility: 'private', title: '我家的私事' }), ...question(704), ...question(705));
    await fixture.handle(event(sessionOpened, { openedAt: '2026-09-20T01:30:00.000Z', coachedAt: '2026-09-18T01:00:00.000Z', uncoachedReason: null }), moved(702, 'merged', { mergedInto: idOf(701) }), answered(701), answered(702, idOf(701)), moved(704, 'not-published', { reason: '涉及他人隐私' }), ...told('您好，一中路段路灯今晚八点前修复亮灯，恢复正常照明。', 701));
    expect((await fetch(fixture.url + address)).status).toBe(404);
    await fixture.handle(event(sessionClosed, { closedAt: '2026-09-20T02:30:00.000Z', attendance: 'held', attendedBy: principal, absenceReason: null, summary: '回答了网友关于路灯的提问。' }));
    first = await download(address);
    const verdict = verifyArchive(first);
    expect(verdict).toMatchObject({ what: '夜间照明与路灯维护（HN-FT2026-700）第1版', findings: [] });
    expect(verdict.sums).toEqual(['收到5个提问 = 重复合并1 + 会后办理2 + 未予发布1 + 现场已答1', '办理结果合计5个 = 公开答复1 + 办理中4']);
    const questions = JSON.parse(filesOf(first)['questions.json'] ?? '') as { number: string; state: string }[];
    expect(questions.map(({ state }) => state)).toEqual(['answered', 'merged', 'carried-over', 'not-published', 'carried-over']);
    expect(filesOf(first)['transcript.txt']).toMatch(/局长周明（09:44）：您好，一中路段路灯/);
  });

  it('shows nothing that the portal does not', () => {
    const all = Object.values(filesOf(first)).join('\n');
    for (const words of ['我家的私事', '第704问', '现场原话', '13812345678']) expect([words, all.includes(words)]).toEqual([words, false]);
  });

  it('is the same to the last byte until something changes, its page says its hash, and sha256sum reads its list', async () => {
    expect(sha256(await download(address))).toBe(sha256(first));
    const page = await fixture.page(address);
    expect(page).toContain(sha256(first));
    for (const [name, text] of Object.entries(filesOf(first))) expect([name, page.includes(sha256(text))]).toEqual([name, true]);
    const folder = await mkdtemp(path.join(tmpdir(), 'wenzheng-archive-'));
    try {
      for (const [name, text] of Object.entries(filesOf(first))) await writeFile(path.join(folder, name), text);
      expect((await run('sha256sum', ['-c', 'SHA256SUMS'], { cwd: folder, env: { ...process.env, LC_ALL: 'C' } })).stdout.match(/: OK/g)).toHaveLength(6);
    } finally {
      await rm(folder, { recursive: true });
    }
    const response = await fetch(`${fixture.url}${address}.zip`);
    expect([response.headers.get('content-type'), response.headers.get('content-disposition')]).toEqual(['application/zip', 'attachment; filename="HN-FT2026-700.zip"']);
    expect((await fetch(`${fixture.url}${address}.zip`, { headers: { 'if-none-match': response.headers.get('etag') ?? '' } })).status).toBe(304);
  });

  it('becomes a new version with a later reply and with hidden words, each of which says why, and keeps no words by which the old could be found', async () => {
    await fixture.handle(...told('您好，桥头路段本月底前新增路灯十二盏，请放心出行。', 705));
    const second = await download(address);
    fixture.clock.set('2026-09-21T09:00:00+08:00');
    const hidden = await fetch(`${fixture.url}/v1/messages/HN20260918-0705/hidings`, {
      method: 'POST', headers: { authorization: `Bearer ${office}`, 'content-type': 'application/json' }, body: JSON.stringify({ part: 'text', text: '第705个提问的正文', reason: '涉及个人信息' }),
    });
    expect(hidden.status).toBe(201);
    const third = await download(address);
    expect([findings(second), findings(third)]).toEqual(['', '']);
    expect(Object.values(filesOf(third)).join('\n')).not.toContain('第705个提问的正文');
    const page = textOf(await fixture.page(address));
    expect(page).toMatch(/第3版 有文字因涉及个人信息等原因被隐去，或者恢复显示：HN20260918-0705 .*第2版 ，已被后一版取代，不再提供下载 公布了答复：HN20260918-0705 .*第1版 ，已被后一版取代，不再提供下载 首次归档。/);
    for (const zip of [first, second, third]) expect(page).toContain(sha256(zip));
    const kept = await fixture.dataSource.query<object[]>('SELECT version, salt IS NOT NULL AS "isCurrent", print IS NOT NULL AS "isCompared" FROM session_archive WHERE session_id = $1 ORDER BY version', [sessionId]);
    expect(kept).toEqual([{ version: 1, isCurrent: false, isCompared: false }, { version: 2, isCurrent: false, isCompared: false }, { version: 3, isCurrent: true, isCompared: true }]);
  });

  it('is looked at without being asked for', async () => {
    await fixture.handle(...told('您好，您反映的私事已经电话联系本人办理完毕，谢谢理解。', 703));
    await fixture.app.get(Archivist, { strict: false }).look();
    expect(await fixture.dataSource.query('SELECT version, changes FROM session_archive WHERE session_id = $1 ORDER BY version DESC LIMIT 1', [sessionId])).toEqual([{ version: 4, changes: [{ number: 'HN20260918-0703', change: 'ending' }] }]);
  });

  it.each<[string, string, (text: string) => string, string]>([
    ['a question that was left out', 'questions.json', (text) => JSON.stringify((JSON.parse(text) as object[]).slice(1), null, 2), 'manifest.json'],
    ['another state', 'questions.json', (text) => text.replace('"carried-over"', '"waiting"'), '访谈结束后仍未归类'],
    ['another answer', 'questions.json', (text) => text.replace('今晚八点前', '明年'), 'transcript.txt'],
    ['another transcript', 'transcript.txt', (text) => text.replace('今晚八点前', '明年'), 'transcript.txt：与按原始记录'],
    ['other counts', 'manifest.json', (text) => text.replace('"asked": 5', '"asked": 4'), 'manifest.json：与按原始记录'],
    ['a coaching that came late', 'session.json', (text) => text.replace('"coachedAt": "2026-09-18', '"coachedAt": "2026-09-28'), '辅导不在访谈开始之前'],
    ['another reason of a version', 'versions.json', (text) => text.replace('reply-published', 'format'), 'README.txt'],
  ])('is found out where it was forged and hashed anew: %s', (_, name, change, finding) => expect(findings(forged(first, name, name === 'versions.json' ? (text) => change(text.replace('"changes": []', '"changes": [{ "number": null, "change": "reply-published" }]')) : change))).toContain(finding));

  it('is found out where a byte or a file is missing, or it is none', () => {
    const files = unzipSync(first);
    const { 'transcript.txt': transcript, ...rest } = files;
    expect(findings(zipSync(rest, { level: 0 }))).toContain('transcript.txt：缺少');
    expect(findings(zipSync({ ...rest, 'transcript.txt': transcript!.slice(1) }, { level: 0 }))).toContain('transcript.txt：校验值不符');
    expect(findings(zipSync({ ...files, 'more.txt': strToU8('x') }, { level: 0 }))).toContain('more.txt：不在校验值清单中');
    expect(findings(zipSync(files))).toBe('压缩包的字节与重新生成的不一致 the container is not as the platform writes it');
    expect(findings(strToU8('no archive'))).toContain('不是归档包');
  });
});

describe('R33: the archive of a forum 网民座谈会', () => {
  const [sessionId, number, seed] = [idOf(800), 'HN-ZT2026-800', 'd'.repeat(64)];
  const address = `/forums/${number}/archive`;
  type Forum = EventData<typeof forumChanged>;
  // printf '%s:%s' SEED CODE | sha256sum
  const inOrder = ['B7KQ-2QXT', 'M4ND-9HVB', 'K7MD-3QXT'].toSorted((one, other) => (sha256(`${seed}:${one}`) < sha256(`${seed}:${other}`) ? -1 : 1));
  const entries = inOrder.map((code, index): NonNullable<Forum['draw']>['entries'][number] => ({ code, group: '居民代表', lot: index < 2 ? 'selected' : 'waiting' }));
  const forum: Forum = {
    sessionId, sessionNumber: number, phase: 1, title: '夜间照明网民座谈会', unit, startsAt: '2026-09-19T01:00:00Z', endsAt: '2026-09-19T03:00:00Z', state: 'scheduled', reason: null,
    place: '市政务服务中心三楼', seats: 2, groups: [{ name: '居民代表', seats: 1 }], signUp: { from: '2026-09-10T16:00:00Z', until: '2026-09-16T16:00:00Z' }, commitment: sha256(seed),
    draw: { seed, drawnAt: '2026-09-17T01:00:00Z', entries }, minutes: null, announcedAt: '2026-09-10T01:00:00Z',
  };
  const minutes: NonNullable<Forum['minutes']> = {
    invited: 2, attended: 1, principal: { isPresent: true, ...principal, reason: null }, summary: '会议听取了意见。', publishedAt: '2026-09-20T01:00:00Z',
    points: [{ topic: '更换灯具', opinion: '灯具老旧，我的电话13812345678。', answer: '年内更换。', messageNumber: null }, { topic: '新增路灯', opinion: '桥头没有路灯。', answer: null, messageNumber: 'HN20260918-0801' }],
  };
  const changed = (sequence: number, changes: Partial<Forum> = {}) => createEvent(forumChanged, { subject: `forum ${sessionId}`, sequence, time: new Date('2026-09-10T01:00:00Z'), data: { ...forum, ...changes } });

  it('is there once its minutes and the messages of its points are, and anybody draws its lot again', async () => {
    await fixture.handle(changed(1));
    expect((await fetch(fixture.url + address)).status).toBe(404);
    await fixture.handle(changed(2, { minutes }));
    expect((await fetch(fixture.url + address)).status).toBe(404);
    await fixture.handle(registered(801, { channel: 'forum', sessionId, title: '新增路灯', text: '桥头没有路灯。' }), opened(801));
    const zip = await download(address);
    expect(verifyArchive(zip)).toMatchObject({ what: '夜间照明网民座谈会（HN-ZT2026-800）第1版', findings: [], sums: ['报名3人 = 取中2 + 候补1', '邀请2人，到场1人', '网友提出2条意见 = 现场答复1 + 转为留言办理1', '会前来信和转办留言共1件 = 办理中1'] });
    expect(Object.values(filesOf(zip)).join('\n')).not.toContain('13812345678');
    expect(sha256(await download(address))).toBe(sha256(zip));
    expect(textOf(await fixture.page(address))).toContain('网友提出2条意见 = 现场答复1 + 转为留言办理1');
    expect(findings(forged(zip, 'draw.json', (text) => text.replace('"waiting"', '"selected"')))).toContain('抽签结果与按种子复算的不一致');
    expect(findings(forged(zip, 'draw.json', (text) => text.replace(seed, 'e'.repeat(64))))).toContain('抽签种子与公告的摘要不符');
    expect(findings(forged(zip, 'minutes.json', (text) => text.replace('"attended": 1', '"attended": 9')))).toContain('到场、邀请和报名人数不合');
    expect(findings(forged(zip, 'minutes.json', (text) => text.replace('HN20260918-0801', 'HN20260918-0899')))).toContain('HN20260918-0899不在归档中');
  });

  it('is led to from the minutes', async () => expect(await fixture.page(`/forums/${number}/minutes`)).toContain(`href="${address}"`));
});
