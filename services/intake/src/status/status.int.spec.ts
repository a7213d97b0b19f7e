import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { call, channelKeys, Fixture, message, pushMessage, type Replica } from '../intake.fixture.js';

let fixture: Fixture;
let intake: Replica;
beforeAll(async () => {
  fixture = await Fixture.create();
  intake = await fixture.start();
});
afterAll(() => fixture.drop());

const get = (path: string, key = channelKeys.board) => call(`${intake.url}/v1/channels/${path}`, { token: key });

describe("a channel's view of its message", () => {
  it('is open until it is answered, under any externalId of up to 200 characters', async () => {
    const externalId = `留言/1?#%${'x'.repeat(191)}`;
    const { status, body: receipt, headers } = await pushMessage(intake, message(externalId));
    expect([status, receipt['code']]).toEqual([201, undefined]);
    const answer = await call(`${intake.url}${headers.get('location')}`, { token: channelKeys.board });
    expect(answer.status).toBe(200);
    const { messageId, messageNumber, registeredAt } = receipt;
    expect(answer.body).toEqual({ messageId, messageNumber, registeredAt, externalId, visibility: 'public', ending: 'open', hold: null, unit: null, coUnits: [], mergedInto: null, replies: [], extensions: [], happenings: [], attachments: [] });
  });

  it('of an unknown externalId, or of another channel\'s, is 404', async () => {
    await pushMessage(intake, message('mine'));
    expect(await get('board/messages/nobody')).toMatchObject({ status: 404, body: { code: 'intake.message-not-found' } });
    expect(await get('portal/messages/mine', channelKeys.portal)).toMatchObject({ status: 404 });
    expect((await get('board/messages/a%00b')).status).toBe(400);
  });
});

describe('reconciliation', () => {
  it('counts every day and lists every id, page by page', async () => {
    const sent: string[] = [];
    for (const [day, count] of [['2026-12-01', 7], ['2026-12-02', 12], ['2026-12-04', 1]] as const) {
      fixture.clock.set(`${day}T23:30:00+08:00`);
      const ids = Array.from({ length: count }, (_, index) => `${day}/${index}`);
      await Promise.all(ids.map((id) => pushMessage(intake, message(id))));
      sent.push(...ids);
    }
    const items: { externalId: string }[] = [];
    let next: string | null = '';
    let pages = 0;
    while (next !== null) {
      const page = await get(`board/reconciliation?from=2026-12-01&to=2026-12-04&limit=6${next ? `&cursor=${next}` : ''}`);
      expect(page.status).toBe(200);
      expect(page.body['days']).toEqual([
        { date: '2026-12-01', count: 7 },
        { date: '2026-12-02', count: 12 },
        { date: '2026-12-04', count: 1 },
      ]);
      items.push(...(page.body['items'] as { externalId: string }[]));
      next = page.body['next'] as string | null;
      pages += 1;
    }
    expect(pages).toBe(4);
    expect(items.map(({ externalId }) => externalId).toSorted()).toEqual(sent.toSorted());
  });

  it('of another channel is empty; a wrong range or cursor is 400', async () => {
    const empty = await get('forum/reconciliation?from=2026-12-01&to=2026-12-04', channelKeys.forum);
    expect(empty.body).toEqual({ days: [], items: [], next: null });
    for (const query of ['', 'from=2026-12-01', 'from=2026-12-02&to=2026-12-01', 'from=2026-01-01&to=2026-12-31', 'from=2026-02-30&to=2026-03-01', 'from=2026-12-01&to=2026-12-01&cursor=x', 'from=2026-12-01&to=2026-12-01&cursor=2026-99-99_00000000-0000-0000-0000-000000000000', 'from=2026-12-01&to=2026-12-01&limit=0']) {
      expect((await get(`board/reconciliation?${query}`)).status).toBe(400);
    }
  });
});
