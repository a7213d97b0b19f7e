import { createHash, randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createEvent, textHidden } from '@wenzheng/contracts';
import { canonicalJson } from '@wenzheng/platform';
import { wordsOf } from '../paper/words.fixture.js';
import { Fixture, housing, Life, unitKnown, water, type Asking, type Replica } from '../../deadline-supervision.fixture.js';
import type { Dossier } from './dossier.schema.js';

let fixture: Fixture;
let replica: Replica;
beforeAll(async () => {
  fixture = await Fixture.create('2026-09-18T15:00:00+08:00');
  replica = await fixture.start();
  await replica.handle(unitKnown(housing), unitKnown(water));
});
afterEach(async () => {
  await fixture.clear();
  fixture.clock.set('2026-09-18T15:00:00+08:00');
});
afterAll(() => fixture.drop());

const office = { role: 'supervision-office' as const, sub: 'li' };
const bureau = { role: 'inspection-bureau' as const, sub: 'zhao' };
const admin = { role: 'web-admin' as const, unit: housing.code, sub: 'wang' };
const at = (instant: string) => `${instant}+08:00`;
const dossierOf = async (messageId: string) => (await replica.call(`/v1/dossiers/${messageId}`, office)).body as unknown as Dossier;

/** A message that is past its cap: assigned, urged by an order, acknowledged by the office. */
async function longDelayed(): Promise<Life> {
  const life = new Life();
  await replica.handle(life.registered(at('2026-09-18T15:00:00'), { title: '隐秘的标题', text: '隐秘的正文' }), life.assigned(at('2026-09-18T15:01:00')));
  await fixture.until('2026-09-21T09:00:00');
  await fixture.until('2026-09-23T00:00:00');
  fixture.clock.set(at('2026-09-23T10:00:00'));
  const { body } = await replica.call('/v1/urging-orders', { ...office, body: { title: '关于路灯的督办', unit: housing.code, messageIds: [life.messageId], contact: '李某' } });
  const id = body['id'] as string;
  await replica.call(`/v1/urging-orders/${id}/signatures`, { ...office, body: {} });
  await replica.call(`/v1/urging-orders/${id}/services`, { ...office, body: {} });
  await replica.call(`/v1/urging-orders/${id}/acknowledgements`, { ...admin, body: {} });
  const [escalation] = (await replica.call('/v1/escalations', office)).body['items'] as { id: string }[];
  await replica.call(`/v1/escalations/${escalation?.id}/acknowledgements`, { ...office, body: { note: '已知' } });
  await fixture.until('2026-10-12T09:00:00');
  return life;
}

describe('R24: the dossier 卷宗 of a message', () => {
  it('tells everything in its order: who, when, by which rule of which version, and the proof', async () => {
    const life = await longDelayed();
    await fixture.until('2026-10-14T09:00:00');
    const dossier = await dossierOf(life.messageId);
    const whats = new Set(dossier.timeline.map(({ what }) => what));
    for (const what of [
      'registered', 'assigned', 'step.reminder', 'step.overdue', 'step.urging', 'step.escalation-1', 'step.escalation-2', 'step.escalation-3',
      'escalation.raised', 'escalation.acknowledged', 'escalation.passed-on', 'urging-order.draft', 'urging-order.sign', 'urging-order.serve', 'urging-order.acknowledge', 'urging-order.climb',
    ]) expect([what, whats.has(what)]).toEqual([what, true]);
    expect(dossier.timeline.map(({ at: instant }) => instant)).toEqual(dossier.timeline.map(({ at: instant }) => instant).toSorted());
    const entry = (what: string) => dossier.timeline.find((one) => one.what === what);
    expect(entry('registered')?.proof).toMatchObject({ service: 'intake', sequence: 1, id: expect.stringMatching(/^[0-9a-f-]{36}$/) });
    expect(entry('step.escalation-3')).toMatchObject({ by: 'rule', rule: { requirement: 'R24', policyVersion: dossier.deadline.policyVersion } });
    expect(entry('urging-order.sign')).toMatchObject({ by: 'li', zh: '督办单：签发 淮督〔2026〕1号', details: { signatory: '张三', number: '淮督〔2026〕1号' } });
    expect(entry('escalation.acknowledged')).toMatchObject({ by: 'li', details: { note: '已知' } });
    expect(dossier.deadline).toMatchObject({ phase: 'overdue', dueOn: '2026-09-22', finalDueOn: '2026-10-09', calendarVersion: expect.stringContaining('2026') });
  });

  it('holds none of the citizen’s words, and not who wrote', async () => {
    const life = await longDelayed();
    const text = JSON.stringify(await dossierOf(life.messageId));
    expect(text).not.toMatch(/隐秘|authorHash|0{64}/);
  });

  it('anyone can recompute its digest, and the same record gives the same timeline in whatever order it came', async () => {
    const life = new Life();
    const replyId = randomUUID();
    const history = [
      life.registered(at('2026-09-18T15:00:00')), life.assigned(at('2026-09-18T15:01:00')), life.submitted(at('2026-09-18T16:00:00'), replyId),
      life.published(at('2026-09-18T16:00:00'), at('2026-09-18T17:00:00'), replyId),
    ];
    for (const event of history) await replica.handle(event);
    const first = await dossierOf(life.messageId);
    const { digest, ...content } = first;
    expect(createHash('sha256').update(canonicalJson(content)).digest('hex')).toBe(digest);
    await fixture.clear();
    for (const event of history.toReversed()) await replica.handle(event);
    expect((await dossierOf(life.messageId)).digest).toBe(digest);
  });

  it('can be printed, is 404 for an unknown message, and is nothing for units', async () => {
    const life = await longDelayed();
    const { body, status } = await replica.call(`/v1/dossiers/${life.messageId}/print`, bureau);
    expect(status).toBe(200);
    const words = wordsOf(String(body['text']));
    for (const part of ['网民留言办理卷宗', '淮岭市人民政府督查室', '三级上报', '数字摘要', '网络问政平台自动']) expect(words).toContain(part);
    // Neither ids nor names of services nor codes of rules: the digest alone is for machines.
    expect(words.replace(/[0-9a-f]{20,}/g, '')).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}|deadline-supervision|intake|routing|publication|R\d\d|2011-118\./);
    expect((await replica.call(`/v1/dossiers/${randomUUID()}`, office)).status).toBe(404);
    expect((await replica.call(`/v1/dossiers/${life.messageId}`, admin)).status).toBe(403);
  });
});

describe('what was hidden of a decision since', () => {
  it('stands in no dossier that is made from then on, whichever was told first', async () => {
    const life = new Life();
    const rulingId = randomUUID();
    const hidden = (part: 'decision' | 'guidance', text: string, sequence: number) =>
      createEvent(textHidden, { subject: life.messageId, sequence, time: new Date(at('2026-09-19T10:00:00')), data: { messageId: life.messageId, part, partId: rulingId, text, hiddenAt: at('2026-09-19T10:00:00') } });
    await replica.handle(life.registered(at('2026-09-18T15:00:00')), life.assigned(at('2026-09-18T15:01:00')));
    await replica.handle(hidden('guidance', '可向〔内容已隐去〕了解', 1), life.ruledInvalid(at('2026-09-18T16:00:00'), { rulingId, reason: '李某的商业广告', guidance: '可向李某了解' }));
    expect(JSON.stringify((await dossierOf(life.messageId)).timeline)).toContain('李某的商业广告');
    await replica.handle(hidden('decision', '〔内容已隐去〕的商业广告', 2));
    const shown = JSON.stringify((await dossierOf(life.messageId)).timeline);
    expect([shown.includes('李某'), shown.includes('〔内容已隐去〕的商业广告')]).toEqual([false, true]);
    const seen = async () => JSON.stringify((await dossierOf(life.messageId)).timeline).match(/(?<="reason":")[^"]*/g)?.filter((reason) => reason !== '职责范围');
    await replica.handle(hidden('decision', '〔内容已隐去〕', 3));
    expect(await seen()).toEqual(['〔内容已隐去〕']);
    await replica.handle(hidden('decision', '某店的商业广告', 4));
    expect(await seen()).toEqual(['某店的商业广告']);
    await replica.handle(hidden('decision', '某店的〔内容已隐去〕', 5));
    expect(await seen()).toEqual(['某店的〔内容已隐去〕']);
    expect(JSON.stringify((await dossierOf(life.messageId)).timeline)).not.toMatch(/的商业广告|李某/);
  });
});

describe('R24: a referral 移送', () => {
  const act = (id: string, resource: string, body: object, who: Asking = office) => replica.call(`/v1/referrals/${id}/${resource}`, { ...who, body });
  const grounds = { delay: '超过最长时限仍未答复', impact: '引发多人集中反映' };
  async function drafted(life: Life, more: object = grounds): Promise<string> {
    const { status, body } = await replica.call('/v1/referrals', { ...office, body: { title: '关于移送某单位办理问题的函', unit: housing.code, messageIds: [life.messageId], ...more } });
    expect(status).toBe(201);
    return body['id'] as string;
  }

  it.each([['delay', { impact: '引发多人集中反映' }], ['impact', { delay: '超过最长时限仍未答复' }]])('needs both grounds: without %s nobody signs it', async (missing, more) => {
    const id = await drafted(await longDelayed(), more);
    const { status, body } = await act(id, 'signatures', {});
    expect([status, body['code'], String(body['detail']).includes(missing)]).toEqual([409, 'deadline-supervision.document-incomplete', true]);
  });

  it('is signed by a named officer, carries its dossiers, is an event, and the bureau records the outcome', async () => {
    const life = await longDelayed();
    const id = await drafted(life);
    expect((await replica.call(`/v1/referrals/${id}`, bureau)).status).toBe(404);
    const { body } = await act(id, 'signatures', {});
    expect(body).toMatchObject({ state: 'signed', number: '淮督移〔2026〕1号', signatory: '张三', dossiers: [{ messageId: life.messageId }] });
    const [{ digest } = { digest: '' }] = body['dossiers'] as { digest: string }[];
    expect((await fixture.events('referral.made')).map(({ data }) => data)).toMatchObject([{ referralId: id, messageId: life.messageId, number: '淮督移〔2026〕1号', dossierDigest: digest }]);
    const outcome = { outcome: '约谈主要负责人', decidedOn: '2026-10-20' };
    expect((await act(id, 'outcomes', outcome, bureau)).body).toMatchObject({ state: 'concluded', outcome });
    expect((await act(id, 'outcomes', outcome, bureau)).status).toBe(200);
    expect((await act(id, 'outcomes', { ...outcome, outcome: '另一种' }, bureau)).status).toBe(409);
    expect((await act(id, 'cancellations', { reason: '撤' })).status).toBe(409);
  });

  it('its dossier can be checked later: it grows no more, it is what was signed, and a forged entry is found', async () => {
    const life = await longDelayed();
    const id = await drafted(life);
    await act(id, 'signatures', {});
    const replyId = randomUUID();
    await replica.handle(life.published(at('2026-10-12T10:00:00'), at('2026-10-12T11:00:00'), replyId));
    const kept = async () => (await replica.call(`/v1/referrals/${id}/dossiers/${life.messageId}`, bureau)).body as unknown as { dossier: Dossier; check: object };
    const { dossier, check } = await kept();
    expect(check).toEqual({ digestHolds: true, missing: 0 });
    expect(dossier.timeline.some(({ what }) => what === 'reply-published')).toBe(false);
    await fixture.dataSource.query(`DELETE FROM deadline_fact WHERE type = 'assigned' AND message_id = $1`, [life.messageId]);
    expect((await kept()).check).toEqual({ digestHolds: true, missing: 1 });
    await fixture.dataSource.query(`UPDATE referral SET dossiers = jsonb_set(dossiers, '{0,timeline,0,zh}', '"伪造"') WHERE id = $1`, [id]);
    expect((await kept()).check).toMatchObject({ digestHolds: false });
  });

  it('is printed with both grounds, and its dossiers as annexes', async () => {
    const id = await drafted(await longDelayed());
    await act(id, 'signatures', {});
    const { body } = await replica.call(`/v1/referrals/${id}/print`, bureau);
    for (const part of ['市监察委员会：', '淮督移〔2026〕1号', grounds.delay, grounds.impact, '附件', '办理卷宗', '特此函告，请予查收，并将处理结果函复。']) expect(wordsOf(String(body['text']))).toContain(part);
  });
});
