import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { stateCouncilCalendar as calendar } from '@wenzheng/working-days';
import { wordsOf } from '../paper/words.fixture.js';
import { Fixture, housing, Life, unitKnown, water, type Asking, type Replica } from '../../deadline-supervision.fixture.js';
import { lapseOf, reportDue } from './major-matter.rules.js';

let fixture: Fixture;
let replica: Replica;
beforeAll(async () => {
  fixture = await Fixture.create('2026-09-18T15:00:00+08:00');
  replica = await fixture.start();
  // A second replica, which does the same.
  await fixture.start();
  await replica.handle(unitKnown(housing), unitKnown(water));
});
afterEach(async () => {
  await fixture.clear();
  fixture.clock.set('2026-09-18T15:00:00+08:00');
});
afterAll(() => fixture.drop());

const office = { role: 'supervision-office' as const, sub: 'li' };
const admin = { role: 'web-admin' as const, unit: housing.code, sub: 'wang' };
const at = (instant: string) => `${instant}+08:00`;
async function registered(): Promise<Life> {
  const life = new Life();
  await replica.handle(life.registered(at('2026-09-18T14:00:00')), life.assigned(at('2026-09-18T14:01:00')));
  return life;
}
const flag = (messageId: string, who: Asking = admin) => replica.call('/v1/major-matters', { ...who, body: { messageId, reason: '涉及安全' } });
const act = (id: unknown, resource: string, body: object) => replica.call(`/v1/major-matters/${String(id)}/${resource}`, { ...office, body });
const report = { report: '已组织排查。' };

describe('R20: a major matter 重大问题', () => {
  it('is flagged by the unit in charge, reported to the municipal government with a number, and its receipt is recorded', async () => {
    const life = await registered();
    const { status, body } = await flag(life.messageId);
    expect([status, body['state'], body['dueOn'], body['unit']]).toEqual([201, 'flagged', '2026-09-20', housing]);
    expect((await act(body['id'], 'reports', report)).body).toMatchObject({ state: 'reported', number: '淮督报〔2026〕1号', signatory: '张三' });
    const receipt = { receivedBy: '市政府办公室', receivedOn: '2026-09-18', reference: '收〔2026〕88号', instruction: null };
    expect((await act(body['id'], 'receipts', receipt)).body).toMatchObject({ state: 'received', receipt });
    expect((await act(body['id'], 'withdrawals', { reason: '误标' })).status).toBe(409);
    await fixture.until('2026-10-20T00:00:00');
    expect((await fixture.events('escalation.raised')).filter(({ data }) => data['cause'])).toEqual([]);
  });

  it('what nobody reports within a working day is escalated, once', async () => {
    const life = await registered();
    const { body } = await flag(life.messageId, office);
    await fixture.until('2026-09-20T23:59:59');
    expect(await fixture.events('escalation.raised')).toEqual([]);
    await fixture.until('2026-09-21T00:00:00');
    await fixture.until('2026-09-21T12:00:00');
    const raised = (await fixture.events('escalation.raised')).map(({ data }) => data);
    expect(raised).toMatchObject([{ level: 2, to: 'supervision-office', messageId: life.messageId, cause: { kind: 'major-matter', id: body['id'] } }]);
    expect((await replica.call('/v1/escalations', office)).body['items']).toMatchObject([{ cause: { kind: 'major-matter', id: body['id'] } }]);
    expect((await act(body['id'], 'reports', report)).body).toMatchObject({ state: 'reported', lapsedAt: expect.any(String) });
  });

  it('a message is flagged once; a flag that was withdrawn can be set anew, and is not escalated', async () => {
    const life = await registered();
    const first = await flag(life.messageId);
    const again = await flag(life.messageId, office);
    expect([again.status, again.body['id']]).toEqual([200, first.body['id']]);
    await act(first.body['id'], 'withdrawals', { reason: '误标' });
    await fixture.until('2026-09-21T12:00:00');
    expect(await fixture.events('escalation.raised')).toEqual([]);
    const second = await flag(life.messageId, office);
    expect([second.status, second.body['id'] === first.body['id']]).toEqual([201, false]);
  });

  it('a unit flags and sees what it is in charge of, and learns of nothing else', async () => {
    const life = await registered();
    const stranger = { role: 'web-admin' as const, unit: water.code };
    expect((await flag(life.messageId, stranger)).status).toBe(404);
    expect((await flag(randomUUID(), office)).status).toBe(404);
    const { body } = await flag(life.messageId);
    expect((await replica.call(`/v1/major-matters/${String(body['id'])}`, stranger)).status).toBe(404);
    expect((await replica.call('/v1/major-matters', stranger)).body['items']).toEqual([]);
    expect((await replica.call('/v1/major-matters?state=flagged', admin)).body['items']).toHaveLength(1);
  });

  it('is printed as a report that names who signed it', async () => {
    const life = await registered();
    const { body } = await flag(life.messageId);
    await act(body['id'], 'reports', report);
    const page = await replica.call(`/v1/major-matters/${String(body['id'])}/print`, { role: 'information-office' });
    const words = wordsOf(String(page.body['text']));
    for (const part of ['市人民政府：', '签发人：张三', '淮督报〔2026〕1号', '涉及安全', '已组织排查。', '特此报告。', '的报告']) expect(words).toContain(part);
    expect(words).not.toMatch(/请|回执|批示/);
  });

  it('its day is computed by the calendar, and nothing lapses by a provisional day', () => {
    expect(reportDue(new Date(at('2026-09-30T10:00:00')), calendar)).toEqual({ dueOn: '2026-10-08', provisional: false });
    const flagged = new Date(at('2026-12-31T10:00:00'));
    expect(lapseOf(flagged, new Date(at('2027-01-05T00:00:00')), calendar)).toEqual({ lapsed: false, nextAt: new Date(at('2027-01-07T00:00:00')) });
  });
});
