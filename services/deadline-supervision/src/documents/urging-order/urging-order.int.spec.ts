import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parse } from 'parse5';
import { wordsOf } from '../paper/words.fixture.js';
import { Fixture, housing, unitKnown, water, type Asking, type Life, type Replica } from '../../deadline-supervision.fixture.js';
import { admin, at, draftOf, office, ordersAt, report } from './urging-order.fixture.js';
import { standingAfter, type OrderAction, type OrderStanding } from './urging-order.rules.js';

let fixture: Fixture;
let replicas: Replica[];
let replica: Replica;
beforeAll(async () => {
  fixture = await Fixture.create('2026-09-24T10:00:00+08:00');
  replicas = [await fixture.start(), await fixture.start()];
  replica = replicas[0] as Replica;
  await replica.handle(unitKnown(housing), unitKnown(water));
});
afterEach(async () => {
  await fixture.clear();
  fixture.clock.set('2026-09-24T10:00:00+08:00');
});
afterAll(() => fixture.drop());

const { registered, overdue, act, read, sign, drafted, served } = ordersAt(() => replica);
const answered = (life: Life) => {
  const replyId = randomUUID();
  return replica.handle(life.submitted(at('2026-09-24T10:00:00'), replyId), life.published(at('2026-09-24T10:00:00'), at('2026-09-24T10:01:00'), replyId));
};

describe('R22: the life of an urging order 督办单', () => {
  it('is drafted, signed with its number, served, acknowledged, answered, returned, answered again and accepted, each step on record', async () => {
    const life = await overdue();
    const id = await drafted({}, [life.messageId]);
    expect(await read(id)).toMatchObject({ state: 'draft', number: null, origin: { kind: 'office', id: null } });
    expect((await sign(id)).body).toMatchObject({ state: 'signed', number: '淮督〔2026〕1号', signatory: '张三', answerBy: '2026-09-30' });
    expect((await act(id, 'services')).body).toMatchObject({ state: 'served', serveAt: null, servedAt: '2026-09-24T02:00:00.000Z' });
    await act(id, 'acknowledgements', {}, admin);
    await act(id, 'answers', report, admin);
    await act(id, 'returns', { reason: '请附照片', answerBy: '2026-10-08' });
    await act(id, 'answers', { ...report, situation: '电缆损坏，照片附后' }, { ...admin, role: 'principal' });
    // 审结 is not before the answer is public, and leaves the order as it was.
    expect((await act(id, 'acceptances', { opinion: '同意' })).body).toMatchObject({ status: 409, code: 'deadline-supervision.messages-unanswered' });
    expect(await read(id)).toMatchObject({ state: 'answered' });
    await answered(life);
    const { body } = await act(id, 'acceptances', { opinion: '同意' });
    expect(body).toMatchObject({ state: 'accepted', answerBy: '2026-10-08', answer: { situation: '电缆损坏，照片附后' } });
    expect((body['history'] as { act: string; by: string }[]).map((one) => `${one.act} ${one.by}`)).toEqual([
      'draft li', 'sign li', 'serve li', 'acknowledge wang', 'answer wang', 'return li', 'answer wang', 'accept li',
    ]);
    const audited = await fixture.dataSource.query<{ did: string; by: string }[]>('SELECT did, by FROM audit_entry WHERE about = $1 ORDER BY position', [id]);
    expect(audited.map(({ did, by }) => `${did} ${by}`)).toEqual([
      'drafted li', 'signed li', 'sent-off li', 'acknowledged wang', 'answered wang', 'returned li', 'answered wang', 'accepted li',
    ].map((deed) => `urging-order.${deed}`));
    const events = [...(await fixture.events('urging-order.served')), ...(await fixture.events('urging-order.closed'))];
    expect(events.map(({ data }) => [data['number'] ?? data['outcome']])).toEqual([['淮督〔2026〕1号'], ['accepted']]);
  });

  it('has three dates and the days overdue for each message, and keeps them as they were signed', async () => {
    const life = await overdue();
    const id = await drafted({}, [life.messageId]);
    const item = { messageId: life.messageId, registeredOn: '2026-09-17', dueOn: '2026-09-21', finalDueOn: '2026-10-08', daysOverdue: 3 };
    await sign(id);
    await fixture.until('2026-09-28T10:00:00');
    expect((await read(id))['items']).toMatchObject([item]);
  });

  it('is drafted once for a key, and without one once a minute in the same words, whoever is asked', async () => {
    const body = draftOf([(await overdue()).messageId]);
    const draft = (key?: string, more: object = {}) =>
      replica.call('/v1/urging-orders', { role: 'supervision-office', sub: 'li', body: { ...body, ...more }, ...(key ? { headers: { 'idempotency-key': key } } : {}) });
    const idOf = ({ status, body: { id } }: Awaited<ReturnType<typeof draft>>) => [status, id];
    const keyed = await Promise.all([draft('k-1'), draft('k-1'), draft('k-1')]);
    expect(keyed.map(({ status }) => status).toSorted()).toEqual([200, 200, 201]);
    expect(new Set(keyed.map((response) => idOf(response)[1])).size).toBe(1);
    expect((await draft('k-1', { title: '别的督办' })).body).toMatchObject({ code: 'deadline-supervision.idempotency-key-reused' });
    const first = idOf(await draft());
    expect([first[0], idOf(await draft())]).toEqual([201, [200, first[1]]]);
    fixture.clock.advance(60_000);
    expect(idOf(await draft())[0]).toBe(201);
  });

  it('a revision changes what it names and nothing else', async () => {
    const id = await drafted({ coUnits: [water.code], instruction: '请抓紧办理', copies: ['市政府办'] });
    const before = await read(id);
    const { body } = await act(id, 'revisions', { title: '关于路灯的督办' });
    expect(body).toEqual({ ...before, title: '关于路灯的督办', history: body['history'] });
    expect((await act(id, 'revisions', { instruction: null })).body).toMatchObject({ instruction: null, title: '关于路灯的督办', unit: housing, coUnits: [water] });
    for (const wrong of [{}, { titel: '路灯' }]) expect((await act(id, 'revisions', wrong)).status).toBe(400);
  });

  it('a draft can be written anew until it is signed, and is not signed before it is complete', async () => {
    const { body } = await replica.call('/v1/urging-orders', { ...office, body: { title: '关于某事的督办' } });
    const id = body['id'] as string;
    const refused = await sign(id);
    expect([refused.status, refused.body['code']]).toEqual([409, 'deadline-supervision.document-incomplete']);
    const life = await overdue();
    expect((await act(id, 'revisions', draftOf([life.messageId], { coUnits: [water.code], instruction: '请抓紧办理' }))).body).toMatchObject({ coUnits: [water], unit: housing });
    expect((await sign(id)).status).toBe(201);
    expect((await act(id, 'revisions', draftOf([life.messageId]))).body['code']).toBe('deadline-supervision.not-in-this-state');
  });

  it.each([
    ['a unit that the registry does not have', { unit: 'city.nobody' }, 'deadline-supervision.unit-unknown'],
    ['a message that was never registered', { messageIds: ['7d8a1f0e-0000-4000-8000-000000000000'] }, 'deadline-supervision.message-unknown'],
  ])('refuses %s', async (_, more, code) => {
    expect((await replica.call('/v1/urging-orders', { ...office, body: draftOf([], more) })).body['code']).toBe(code);
  });

  it('a date to answer by that has come is not signed', async () => {
    expect((await sign(await drafted({ answerBy: '2026-09-24' }))).body['code']).toBe('deadline-supervision.answer-by-passed');
  });

  it('the same step in the same words is a repeat: 200, and nothing changes', async () => {
    const id = await drafted();
    const first = await sign(id);
    const again = await sign(id);
    expect([first.status, again.status]).toEqual([201, 200]);
    expect(again.body).toEqual(first.body);
    // Nobody signs for another: what is typed is refused, and a second person has signed nothing.
    expect((await act(id, 'signatures', { signatory: '李四' })).status).toBe(400);
    expect((await act(id, 'signatures', {}, { ...office, sub: 'zhao' })).status).toBe(409);
  });

  it('is signed by somebody else than who wrote it last, unless the office may sign its own; so is a circular', async () => {
    const strict = await fixture.start({ DRAFTER_MAY_SIGN: 'false' }, { reading: false });
    const colleague = { ...office, sub: 'zhao', name: '赵六' };
    const refused = [409, 'deadline-supervision.drafter-cannot-sign'];
    const signed = async (path: string, who: Asking) => {
      const { status, body } = await strict.call(`/v1/${path}/signatures`, { ...who, body: {} });
      return [status, status === 201 ? body['signatory'] : body['code']];
    };
    const order = `urging-orders/${await drafted()}`;
    expect(await signed(order, office)).toEqual(refused);
    expect((await strict.call(`/v1/${order}/revisions`, { ...colleague, body: { title: '关于路灯不亮问题的督办' } })).status).toBe(201);
    expect(await signed(order, colleague)).toEqual(refused);
    expect(await signed(order, office)).toEqual([201, '张三']);
    const { body } = await strict.call('/v1/circulars', { ...office, body: { from: '2026-08-01', to: '2026-08-31', title: '关于2026年8月网民留言办理情况的通报', analysis: '多数单位按时' } });
    expect(await signed(`circulars/${String(body['id'])}`, office)).toEqual(refused);
    expect((await signed(`circulars/${String(body['id'])}`, colleague))[0]).toBe(201);
  });

  it('a unit objects once; an upheld objection cancels the order, and a unit that was told learns of it', async () => {
    const id = await served();
    await act(id, 'objections', { grounds: '不属本单位职责' }, admin);
    await act(id, 'acknowledgements', {}, admin);
    expect((await act(id, 'rulings', { upheld: false, reason: '职责清单第三条' })).body).toMatchObject({ state: 'acknowledged', objection: 'dismissed' });
    expect((await act(id, 'objections', { grounds: '再次申诉' }, admin)).status).toBe(409);
    const other = await served();
    await act(other, 'objections', { grounds: '不属本单位职责' }, admin);
    expect((await act(other, 'rulings', { upheld: true, reason: '属水务局' })).body).toMatchObject({ state: 'cancelled', objection: 'upheld' });
    expect((await fixture.events('urging-order.closed')).map(({ data }) => data['outcome'])).toEqual(['cancelled']);
  });
});

describe('numbers 文号', () => {
  it('twenty officers who sign at once at two replicas get twenty numbers in a row', async () => {
    const life = await overdue();
    const ids: string[] = [];
    for (let index = 0; index < 20; index += 1) ids.push(await drafted({}, [life.messageId]));
    const signed = await Promise.all(ids.map((id, index) => sign(id, replicas[index % 2])));
    expect(signed.map(({ status }) => status)).toEqual(ids.map(() => 201));
    const numbers = signed.map(({ body }) => Number(/〔2026〕(\d+)号$/.exec(String(body['number']))?.[1]));
    expect(numbers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
  });

  it('a signature that fails leaves no gap, one order has one number, and each year begins anew', async () => {
    await sign(await drafted());
    const id = await drafted();
    await fixture.dataSource.query(`ALTER TABLE document_act ADD CONSTRAINT no_signature CHECK (act <> 'sign' OR document_id <> '${id}')`);
    expect((await sign(id)).status).toBe(500);
    await fixture.dataSource.query('ALTER TABLE document_act DROP CONSTRAINT no_signature');
    const both = await Promise.all([sign(id), sign(id, replicas[1])]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 201]);
    expect((await read(id))['number']).toBe('淮督〔2026〕2号');
    fixture.clock.set(at('2027-01-04T10:00:00'));
    expect((await sign(await drafted())).body['number']).toBe('淮督〔2027〕1号');
  });
});

describe('who sees what', () => {
  it('a unit sees what was served on it, to lead or to help, and does not learn of anything else', async () => {
    const id = await drafted({ coUnits: [water.code] });
    const helper = { role: 'web-admin' as const, unit: water.code };
    const stranger = { role: 'principal' as const, unit: 'city.other' };
    await sign(id);
    for (const who of [admin, helper, stranger]) expect((await replica.call(`/v1/urging-orders/${id}`, who)).status).toBe(404);
    await act(id, 'services');
    for (const who of [admin, helper]) expect((await read(id, who))['number']).toBe('淮督〔2026〕1号');
    expect((await replica.call(`/v1/urging-orders/${id}`, stranger)).status).toBe(404);
    expect((await act(id, 'acknowledgements', {}, stranger)).status).toBe(404);
    expect((await act(id, 'acknowledgements', {}, helper)).body['code']).toBe('deadline-supervision.lead-unit-only');
    const listed = async (who: Asking) => ((await replica.call('/v1/urging-orders', who)).body['items'] as unknown[]).length;
    expect([await listed(admin), await listed(helper), await listed(stranger), await listed({ role: 'inspection-bureau' })]).toEqual([1, 1, 0, 1]);
    expect(((await read(id, admin))['history'] as { act: string }[]).map((one) => one.act)).toEqual(['serve']);
  });

  it('the list is filtered by state, unit and message, newest first and page by page', async () => {
    // The ladder drafts nothing for these of its own accord.
    const [one, other] = [await registered('2026-09-23'), await registered('2026-09-23', water)];
    const ids: string[] = [];
    for (let index = 0; index < 5; index += 1) {
      fixture.clock.advance(1_000);
      ids.push(await drafted(index % 2 ? { unit: water.code } : {}, [(index % 2 ? other : one).messageId]));
    }
    await sign(ids[0] as string);
    const list = async (query: string) => {
      const { body } = await replica.call(`/v1/urging-orders?${query}`, office);
      return { ids: (body['items'] as { id: string }[]).map(({ id }) => id), next: body['next'] as string | null };
    };
    expect((await list('state=signed')).ids).toEqual([ids[0]]);
    expect((await list(`unit=${water.code}`)).ids).toEqual([ids[3], ids[1]]);
    expect((await list(`messageId=${one.messageId}`)).ids).toEqual([ids[4], ids[2], ids[0]]);
    const pages: string[][] = [];
    for (let next: string | null = ''; next !== null; ) {
      const page = await list(`limit=2${next ? `&after=${next}` : ''}`);
      pages.push(page.ids);
      next = page.next;
    }
    expect(pages).toEqual([[ids[4], ids[3]], [ids[2], ids[1]], [ids[0]]]);
  });
});

const requests: Record<OrderAction, { resource: string; body: object; who: Asking }> = {
  revise: { resource: 'revisions', body: {}, who: office },
  sign: { resource: 'signatures', body: {}, who: office },
  serve: { resource: 'services', body: {}, who: office },
  acknowledge: { resource: 'acknowledgements', body: {}, who: admin },
  answer: { resource: 'answers', body: report, who: admin },
  accept: { resource: 'acceptances', body: {}, who: office },
  return: { resource: 'returns', body: { reason: '请补充' }, who: office },
  cancel: { resource: 'cancellations', body: { reason: '撤销' }, who: office },
  object: { resource: 'objections', body: { grounds: '职责不符' }, who: admin },
  uphold: { resource: 'rulings', body: { upheld: true, reason: '成立' }, who: office },
  dismiss: { resource: 'rulings', body: { upheld: false, reason: '不成立' }, who: office },
};

describe('every transition that the rules forbid is refused over HTTP too', () => {
  it('random sequences of actions end where the rules say, step by step', async () => {
    const life = await overdue();
    await answered(life);
    const steps = Object.keys(requests) as OrderAction[];
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...steps), { minLength: 3, maxLength: 14 }), async (sequence) => {
        const id = await drafted({}, [life.messageId]);
        let standing: OrderStanding = { state: 'draft', objection: null };
        let last: string | null = null;
        let isServed = false;
        for (const action of sequence) {
          const { resource, body, who } = requests[action];
          const after = standingAfter(standing, action);
          const { status } = await act(id, resource, action === 'revise' ? draftOf([life.messageId]) : body, who);
          const isUnits = who === admin;
          const expected = isUnits && !isServed ? 404 : after ? 201 : last === action ? 200 : 409;
          expect([standing, action, status]).toEqual([standing, action, expected]);
          if (expected === 201 && after) [standing, last] = [after, action];
          isServed ||= standing.state === 'served';
          expect(await read(id)).toMatchObject(standing);
        }
      }),
      { numRuns: 60, endOnFailure: true },
    );
  });
});

describe('the paper', () => {
  const hostile = '<script>alert(1)</script>"><img src=x onerror=alert(1)>';
  const page = (id: string, who: Asking = office) => replica.call(`/v1/urging-orders/${id}/print`, who);

  it('is a page with red head, number, title, 主送, table, signature, date and 抄送, with its own style and no script', async () => {
    const id = await served({ title: hostile, copies: [hostile], instruction: hostile, requirement: hostile });
    const response = await page(id, admin);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/);
    const text = String(response.body['text']);
    for (const part of ['淮岭市人民政府督查室', '淮督〔2026〕1号', '督办通知', '市住建局：', '9月17日', '9月21日', '9月30日', '9月24日', '2026年9月24日', '路灯坏了', '抄送：', '联系人：']) expect(wordsOf(text)).toContain(part);
    expect(wordsOf(text)).not.toMatch(/签发人|印发|无。/);
    const names = new Set<string>();
    const walk = (node: { nodeName: string; attrs?: { name: string }[]; childNodes?: unknown[] }): void => {
      names.add(node.nodeName);
      for (const { name } of node.attrs ?? []) expect(name).not.toMatch(/^on|^style$|^src$|^href$/);
      for (const child of node.childNodes ?? []) walk(child as typeof node);
    };
    walk(parse(text) as unknown as Parameters<typeof walk>[0]);
    expect(names.has('script') || names.has('img') || names.has('a')).toBe(false);
  });

  it('is a file too, by the name of the paper', async () => {
    const id = await served();
    const response = await replica.call(`/v1/urging-orders/${id}/print?format=docx`, admin);
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/vnd.openxmlformats-officedocument.wordprocessingml.document']);
    expect(decodeURIComponent(response.headers.get('content-disposition') ?? '')).toMatch(/^attachment; filename\*=UTF-8''淮督〔2026〕1号 关于.*督办通知\.docx$/);
    // No fonts are set up here: what then is missing is said, and page and DOCX are there.
    expect(await replica.call(`/v1/urging-orders/${id}/print?format=pdf`, admin)).toMatchObject({ status: 409, body: { code: 'paper-fonts-missing' } });
    expect((await replica.call(`/v1/urging-orders/${id}/print?format=odt`, admin)).status).toBe(400);
  });

  it('of a draft says that it is one, and a unit does not get it', async () => {
    const id = await drafted();
    expect((await page(id)).body['text']).toContain('草稿');
    expect((await page(id, admin)).status).toBe(404);
  });
});
