import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { assigned, extended, Fixture, idOf, opened, registered, replied, unit } from '../../publication.fixture.js';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await Fixture.create({ listen: false });
  const report = { visibility: 'private' as const, title: '匿名', text: '不公开的内容', kind: 'report' as const };
  await fixture.handle(
    registered(1, { text: '路灯<b>不亮</b> & \u0085三天了' }), assigned(1), opened(1),
    registered(2, { kind: 'inquiry', registeredAt: '2026-09-19T10:00:00+08:00' }), assigned(2), opened(2, '2026-09-19T10:00:00+08:00'), replied(2),
    registered(3, report), assigned(3), replied(3),
    registered(4, { kind: null, registeredAt: '2026-03-01T10:00:00+08:00' }),
  );
});
afterAll(() => fixture.drop());

const ask = async (path: string) => {
  const response = await fetch(`${fixture.url}/open311/v2/${path}`);
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text() };
};
interface Request { service_request_id: string; status: string; description: string }
const requests = async (query = '') => JSON.parse((await ask(`requests.json${query}`)).text) as Request[];
const numbers = async (query: string) => (await requests(query)).map((one) => one.service_request_id);

describe('Open311', () => {
  it('lists what is public of the last ninety days, as the page shows it, and nothing that is private', async () => {
    const listed = await requests();
    expect(listed.map((one) => [one.service_request_id, one.status])).toEqual([['HN20260918-0002', 'closed'], ['HN20260918-0001', 'open']]);
    expect(listed[1]).toEqual({
      service_request_id: 'HN20260918-0001', status: 'open', status_notes: expect.stringMatching(/。.*2026年9月22日/), service_name: '投诉', service_code: 'complaint',
      description: expect.stringContaining('和平路夜间路灯不亮\n\n路灯<b>不亮</b> & '), agency_responsible: unit.name, service_notice: null,
      requested_datetime: '2026-09-18T15:20:00+08:00', updated_datetime: expect.stringMatching(/\+08:00$/), expected_datetime: '2026-09-22T23:59:59+08:00',
      address: '淮南市', address_id: null, zipcode: null, lat: null, long: null, media_url: null,
    });
    expect(JSON.stringify(await requests('?service_request_id=HN20260918-0003,HN20260918-0001'))).not.toContain('不公开');
    expect((await ask('requests/HN20260918-0003.xml')).status).toBe(404);
  });

  it('asks by status, service, time, number and page', async () => {
    expect(await numbers('?status=open')).toEqual(['HN20260918-0001']);
    expect(await numbers('?status=open,closed&service_code=inquiry,general&jurisdiction_id=portal.example')).toEqual(['HN20260918-0002']);
    expect(await numbers('?start_date=2026-02-01T00:00:00Z&end_date=2026-04-01T00:00:00+08:00&service_code=general')).toEqual(['HN20260918-0004']);
    expect(await numbers('?service_request_id=HN20260918-0004&status=closed')).toEqual(['HN20260918-0004']);
    expect([await numbers('?page=1&page_size=1'), await numbers('?page=2&page_size=1')]).toEqual([['HN20260918-0002'], ['HN20260918-0001']]);
  });

  it.each(['start_date=2026-01-01T00:00:00Z&end_date=2026-04-02T00:00:00Z', 'start_date=2026-01-01', 'status=pending', 'page=0', 'servicecode=x'])('refuses %s', async (query) => {
    expect(await ask(`requests.xml?${query}`)).toMatchObject({ status: 400, type: 'text/xml; charset=utf-8', text: expect.stringMatching(/^<\?xml version="1.0" encoding="UTF-8"\?><errors><error><code>400<\/code><description>/) });
  });

  it('says in both formats what is not there', async () => {
    expect(await ask('requests/HN20000101-0001.xml')).toMatchObject({ status: 404, text: expect.stringContaining('service_request_id') });
    expect(JSON.parse((await ask('services/unheard.json')).text)).toEqual([{ code: '404', description: expect.stringContaining('service_code') }]);
    for (const path of ['tokens/1.xml', 'requests.html', 'nothing.xml', 'services.xml?jurisdiction_id=hefei.gov.cn']) expect((await ask(path)).status).toBe(404);
  });

  it('in XML is the same, escaped', async () => {
    const { type, text } = await ask('requests/HN20260918-0001.xml');
    expect(type).toBe('text/xml; charset=utf-8');
    expect(text).toContain('<service_requests><request><service_request_id>HN20260918-0001</service_request_id><status>open</status>');
    expect(text).toContain('路灯&lt;b&gt;不亮&lt;/b&gt; &amp; ');
    expect(text).toContain('<expected_datetime>2026-09-22T23:59:59+08:00</expected_datetime>');
  });

  it('tells where it is and which services there are', async () => {
    expect(JSON.parse((await ask('discovery.json')).text)).toMatchObject({ endpoints: [{ specification: 'http://wiki.open311.org/GeoReport_v2', url: 'http://portal.example/open311/v2', type: 'test', formats: ['text/xml', 'application/json'] }] });
    expect(JSON.parse((await ask('services.json')).text)).toContainEqual(expect.objectContaining({ service_code: 'complaint', service_name: '投诉', metadata: false, type: 'realtime' }));
    expect((await ask('services/complaint.xml')).text).toContain('<service_definition><service_code>complaint</service_code><attributes/></service_definition>');
  });

  it('tells of replies in the words that are shown now, and of extensions; nothing of what is private', async () => {
    await fixture.handle(
      extended(1, { sequence: 4 }),
      replied(2, { sequence: 3, replyId: idOf(30_002), corrects: idOf(10_002), text: '您好，和平路的路灯已于9月20日修复并验收。', submittedAt: '2026-09-20T08:30:00+08:00' }),
    );
    const updates = JSON.parse((await ask('servicerequestupdates.json?start_date=2026-09-01T00:00:00Z&end_date=2026-10-01T00:00:00Z')).text) as { update_id: string; service_request_id: string; status: string; description: string }[];
    expect(updates.map((one) => [one.service_request_id, one.status])).toEqual([['HN20260918-0001', 'open'], ['HN20260918-0002', 'closed']]);
    expect(updates[1]!.description).toContain('修复并验收');
    expect(JSON.stringify(updates)).not.toContain('HN20260918-0003');
  });
});
