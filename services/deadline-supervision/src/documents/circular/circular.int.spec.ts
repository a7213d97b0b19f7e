import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { wordsOf } from '../paper/words.fixture.js';
import { Fixture, housing, Life, unitKnown, water, type Replica } from '../../deadline-supervision.fixture.js';
import { stateAfter } from '../document/lifecycle.rules.js';
import { circularLifecycle, circularStates, type CircularAction, type CircularState } from './circular.rules.js';

let fixture: Fixture;
let replica: Replica;
beforeAll(async () => {
  fixture = await Fixture.create('2026-10-12T10:00:00+08:00');
  replica = await fixture.start();
  await replica.handle(unitKnown(housing), unitKnown(water));
});
afterEach(async () => {
  await fixture.clear();
  fixture.clock.set('2026-10-12T10:00:00+08:00');
});
afterAll(() => fixture.drop());

const office = { role: 'supervision-office' as const, sub: 'li' };
const unit = { role: 'principal' as const, unit: housing.code };
const september = { from: '2026-09-01', to: '2026-09-30', title: '关于2026年9月网民留言办理情况的通报', analysis: '部分单位超期' };
const draft = async (more: object = {}) => replica.call('/v1/circulars', { ...office, body: { ...september, ...more } });
const act = (id: string, resource: string, body: object = {}) => replica.call(`/v1/circulars/${id}/${resource}`, { ...office, body });
async function overdue(): Promise<void> {
  const life = new Life();
  await replica.handle(life.registered('2026-09-17T15:00:00+08:00'), life.assigned('2026-09-17T15:01:00+08:00'));
}

describe('R22: a circular 通报', () => {
  it('has the statistics’ own figures of its period, live in a draft and frozen by the signature', async () => {
    await overdue();
    const { body } = await draft();
    const id = body['id'] as string;
    expect(body).toMatchObject({ state: 'draft', number: null, figures: { totals: { registered: 1, overdue: 1 }, units: [{ unit: housing, figures: { registered: 1 } }] } });
    await overdue();
    expect((await replica.call(`/v1/circulars/${id}`, office)).body).toMatchObject({ figures: { totals: { registered: 2 } } });
    const signed = (await act(id, 'signatures', {})).body;
    expect(signed).toMatchObject({ state: 'signed', number: '淮督通〔2026〕1号', figures: { cutOff: '2026-10-12T02:00:00.000Z' } });
    const statistics = (await replica.call('/v1/statistics?from=2026-09-01&to=2026-09-30', office)).body;
    expect(statistics['totals']).toMatchObject((signed['figures'] as { totals: object }).totals);
    await overdue();
    expect((await act(id, 'issues')).body).toMatchObject({ state: 'issued', figures: { totals: { registered: 2 } } });
  });

  it('units read it once it was issued, without how it came about', async () => {
    const id = (await draft()).body['id'] as string;
    await act(id, 'signatures', {});
    const listed = async () => ((await replica.call('/v1/circulars', unit)).body['items'] as unknown[]).length;
    expect([(await replica.call(`/v1/circulars/${id}`, unit)).status, await listed()]).toEqual([404, 0]);
    await act(id, 'issues');
    expect((await replica.call(`/v1/circulars/${id}`, unit)).body).toMatchObject({ number: '淮督通〔2026〕1号', history: [] });
    expect(await listed()).toBe(1);
  });

  it('one document a period: a second one is refused until the first is cancelled', async () => {
    const id = (await draft()).body['id'] as string;
    const again = await draft();
    expect([again.status, again.body['id']]).toEqual([200, id]);
    expect((await draft({ analysis: '多数单位按时' })).body['code']).toBe('deadline-supervision.circular-period-taken');
    await act(id, 'cancellations', { reason: '重拟' });
    expect((await draft()).status).toBe(201);
    expect((await draft({ from: '2026-10-02', to: '2026-10-01' })).body['code']).toBe('deadline-supervision.period-reversed');
  });

  it('goes from draft to signed to issued and no other way, whatever is tried', async () => {
    const requests: Record<CircularAction, [string, object]> = {
      revise: ['revisions', september], sign: ['signatures', {}], issue: ['issues', {}], cancel: ['cancellations', { reason: '撤' }],
    };
    const actions = Object.keys(requests) as CircularAction[];
    for (const state of circularStates) expect(actions.some((action) => stateAfter(circularLifecycle, state, action))).toBe(state === 'draft' || state === 'signed');
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...actions), { minLength: 2, maxLength: 8 }), async (steps) => {
        await fixture.dataSource.query('DELETE FROM circular');
        await fixture.dataSource.query('DELETE FROM made_once');
        const id = (await draft()).body['id'] as string;
        let [state, last]: [CircularState, CircularAction | null] = ['draft', null];
        for (const action of steps) {
          const after: CircularState | null = stateAfter(circularLifecycle, state, action);
          const { status, body } = await act(id, ...requests[action]);
          expect([state, action, status]).toEqual([state, action, after ? 201 : last === action ? 200 : 409]);
          if (after) [state, last] = [after, action];
          if (status < 300) expect(body['state']).toBe(state);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('is printed with head, number, figures, definitions, cut-off and the annex by unit', async () => {
    await overdue();
    const id = (await draft({ requirement: '请认真整改' })).body['id'] as string;
    await act(id, 'signatures', {});
    const { body } = await replica.call(`/v1/circulars/${id}/print`, office);
    for (const part of ['淮岭市人民政府督查室文件', '淮督通〔2026〕1号', '各县、区人民政府', '部分单位超期', '请认真整改', '市住建局', '合计', '指标说明', '数据截至2026年10月12日10时00分', '特此通报。', '印发']) expect(wordsOf(String(body['text']))).toContain(part);
  });
});
