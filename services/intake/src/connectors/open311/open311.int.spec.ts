import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { messageRegistered } from '@wenzheng/contracts';
import { connectorContract, type SentItem } from '@wenzheng/testing/connectors';
import { PublishedReplies } from '../../delivery/delivery.fixture.js';
import { channelKeys, Fixture, type Replica } from '../../intake.fixture.js';

let fixture: Fixture;
let intake: Replica;
beforeAll(async () => {
  fixture = await Fixture.create();
  intake = await fixture.start();
});
afterAll(() => fixture.drop());

const fields = { api_key: channelKeys.portal, service_code: 'complaint', address_string: '和平路', description: '路灯不亮，\n已有一周。' };
async function post(changes: Record<string, string | undefined> = {}, { file = 'requests.xml', type = 'application/x-www-form-urlencoded; charset=utf-8' } = {}) {
  const given = Object.entries({ ...fields, ...changes }).filter((field): field is [string, string] => field[1] !== undefined);
  const response = await fetch(`${intake.url}/open311/v2/${file}`, { method: 'POST', headers: { 'content-type': type }, body: new URLSearchParams(given).toString() });
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text() };
}
const numberIn = (text: string) => /<service_request_id>(HN\d{8}-\d{4})<\/service_request_id>/.exec(text)?.[1];

describe('a service request of Open311', () => {
  it('is a message of the channel portal, answered with its number and no tracking code', async () => {
    const answer = await post({ first_name: '三', last_name: '张', email: 'zhang@example.com', 'attribute[lamp]': '17号', media_url: 'http://169.254.169.254/latest', lat: '32.6', long: '117.0', jurisdiction_id: '' });
    expect(answer).toMatchObject({ status: 201, type: 'text/xml; charset=utf-8', text: expect.stringMatching(/^<\?xml version="1.0" encoding="UTF-8"\?><service_requests><request><service_request_id>HN20261123-\d{4}<\/service_request_id><service_notice>[^<]*<\/service_notice><\/request><\/service_requests>$/) });
    const number = numberIn(answer.text);
    const [row] = await fixture.rows<{ message_id: string }>('SELECT message_id, channel, connector, kind, visibility, text FROM message WHERE message_number = $1', [number]);
    expect(row).toMatchObject({ channel: 'portal', connector: 'open311', kind: 'complaint', visibility: 'public', text: '路灯不亮，\n已有一周。\n\n地点：和平路\n坐标：32.6，117.0\nlamp：17号\n附件链接：http://169.254.169.254/latest' });
    const [event] = (await fixture.events(messageRegistered.subject)).filter(({ subject }) => subject === row!.message_id);
    expect(JSON.stringify(event)).not.toMatch(/zhang@example\.com|张/);
  });

  it('posted again within ten minutes has the same number, and later another', async () => {
    const again = { description: '同一件事' };
    const first = await post(again);
    fixture.clock.set('2026-11-23T09:09:59+08:00');
    const second = await post(again);
    fixture.clock.set('2026-11-23T09:12:00+08:00');
    const third = await post(again);
    fixture.clock.set('2026-11-23T09:25:00+08:00');
    const later = await post(again);
    fixture.clock.set('2026-11-23T09:00:00+08:00');
    expect([first, second, third, later].map(({ status }) => status)).toEqual([201, 200, 200, 201]);
    expect(new Set([first, second, third].map(({ text }) => numberIn(text))).size).toBe(1);
    expect(numberIn(later.text)).not.toBe(numberIn(first.text));
  });

  it('about wrongdoing 举报 is private, and JSON is answered where it was asked for', async () => {
    const answer = await post({ service_code: 'report' }, { file: 'requests.json' });
    expect(answer).toMatchObject({ status: 201, type: 'application/json; charset=utf-8' });
    const [{ service_request_id: number }] = JSON.parse(answer.text) as [{ service_request_id: string }];
    expect(await fixture.rows('SELECT visibility FROM message WHERE message_number = $1', [number])).toEqual([{ visibility: 'private' }]);
  });

  const refused: [title: string, status: number, place: string, Record<string, string | undefined>][] = [
    ['without a key', 401, 'channel-key-invalid', { api_key: undefined }],
    ['with the key of another channel', 403, 'channel-key-of-another-channel', { api_key: channelKeys.board }],
    ['of no service', 400, 'service_code', { service_code: undefined }],
    ['of an unknown service', 404, 'service_code', { service_code: 'potholes' }],
    ['of another city', 404, 'jurisdiction_id', { jurisdiction_id: 'sfgov.org' }],
    ['without words', 400, 'description', { description: ' ' }],
    ['of too many words', 400, 'description', { description: '灯'.repeat(4_001) }],
    ['with U+0000', 400, 'description', { description: 'a\u0000b' }],
    ['with a field that nobody knows', 400, 'visibilty', { visibilty: 'private' }],
  ];
  it.each(refused)('%s is refused in its format', async (_title, status, place, changes) => {
    const { count: before } = (await fixture.rows<{ count: number }>('SELECT count(*)::int AS count FROM message'))[0]!;
    expect(await post(changes)).toMatchObject({ status, type: 'text/xml; charset=utf-8', text: expect.stringMatching(new RegExp(`<errors><error><code>${status}</code><description>.*${place}.*</description></error></errors>`)) });
    expect((await fixture.rows<{ count: number }>('SELECT count(*)::int AS count FROM message'))[0]!.count).toBe(before);
  });

  it('in another charset is refused, not misread', async () => {
    expect((await post({}, { type: 'application/x-www-form-urlencoded; charset=gbk' })).status).toBe(415);
    expect((await post({}, { file: 'requests.html' })).status).toBe(404);
  });
});

connectorContract('Open311', () => {
  const requests = new PublishedReplies(fixture, 'open311');
  const before = fixture.count("message WHERE connector = 'open311'");
  return Promise.resolve({
    name: 'open311',
    can: { receives: 'called' as const, delivers: false, readsBack: false },
    isMarkup: false,
    // GeoReport asks for no author, and says nothing of when something was written.
    cannotSend: ['no author' as const, 'from the future' as const],
    /** Its only id are its words. */
    async send({ text, author, encoding }: SentItem) {
      const type = `application/x-www-form-urlencoded; charset=${encoding === 'utf-8' ? 'utf-8' : 'gbk'}`;
      const answer = await post({ description: text, address_string: undefined, account_id: author ?? undefined }, { type });
      const code = /\[([a-z0-9.-]+)|"code":"([a-z0-9.-]+)"/.exec(answer.text);
      if (answer.status >= 400) return { code: code?.[1] ?? code?.[2] ?? '' };
      return answer.status === 201 ? ('registered' as const) : ('repeated' as const);
    },
    registered: async () => (await requests.registered()).slice(await before),
    fateOf: async (id: string) => ((await requests.registered()).some(({ text }) => text.includes(`（${id}）`)) ? ('registered' as const) : null),
    close: () => Promise.resolve(),
  });
});
