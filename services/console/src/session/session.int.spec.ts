import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ConsoleFixture, reviewer, type BrowserPeer } from '../console.fixture.js';

let fixture: ConsoleFixture;
let browser: BrowserPeer;
beforeAll(async () => {
  fixture = await ConsoleFixture.create();
});
afterAll(() => fixture.drop());
beforeEach(async () => {
  Object.assign(fixture.provider, { person: reviewer, session: 'provider-session-1', ended: false, expiresIn: 600, refreshes: 0 });
  await fixture.dataSource.query('TRUNCATE session');
  browser = await fixture.signedIn();
});

const statusOf = async (one = browser) => (await one.ask('/session')).status;
const code = async (answer: Response) => [answer.status, ((await answer.json()) as { code: string }).code];

describe('a session', () => {
  it('ends when nothing was done in it for half an hour, and lives on while something is', async () => {
    await fixture.dataSource.query(`UPDATE session SET seen_at = now() - interval '29 minutes'`);
    expect((await browser.post('/session/alive', {})).status).toBe(200);
    const [row] = await fixture.dataSource.query<{ idle: number }[]>('SELECT extract(epoch FROM now() - seen_at)::int AS idle FROM session');
    expect(row!.idle).toBeLessThan(60);
    await fixture.dataSource.query(`UPDATE session SET seen_at = now() - interval '31 minutes'`);
    expect(await code(await browser.ask('/session'))).toEqual([401, 'console.signed-out']);
    expect(await code(await browser.ask('/api/routing/v1/sign-offs'))).toEqual([401, 'console.signed-out']);
  });

  it('is not kept alive by what pages ask by themselves', async () => {
    await fixture.dataSource.query(`UPDATE session SET seen_at = now() - interval '10 minutes'`);
    await browser.ask('/session?quiet=1');
    await browser.ask('/api/routing/v1/sign-offs', { headers: { 'x-background': '1' } });
    const [row] = await fixture.dataSource.query<{ idle: number }[]>('SELECT extract(epoch FROM now() - seen_at)::int AS idle FROM session');
    expect(row!.idle).toBeGreaterThan(590);
  });

  it('ends after its hours, whatever is done in it', async () => {
    await fixture.dataSource.query(`UPDATE session SET ends_at = now() - interval '1 second'`);
    expect(await statusOf()).toBe(401);
  });

  it('is known to the database by a hash alone', async () => {
    const secret = browser.cookies.get('wenzheng-session')!;
    const [{ text }] = (await fixture.dataSource.query<{ text: string }[]>('SELECT session::text AS text FROM session')) as [{ text: string }];
    expect(text).not.toContain(secret);
    expect(text).not.toContain(Buffer.from(secret).toString('hex'));
  });

  it('gets a new token before the old one runs out, once for requests side by side', async () => {
    await fixture.dataSource.query('TRUNCATE session');
    fixture.provider.expiresIn = 30;
    browser = await fixture.signedIn();
    fixture.provider.expiresIn = 600;
    fixture.provider.refreshes = 0;
    const answers = await Promise.all([1, 2, 3, 4].map(() => browser.ask('/api/routing/v1/sign-offs')));
    expect([answers.map(({ status }) => status), fixture.provider.refreshes]).toEqual([[200, 200, 200, 200], 1]);
  });

  it('ends where the provider grants no further token', async () => {
    await fixture.dataSource.query('TRUNCATE session');
    fixture.provider.expiresIn = 30;
    browser = await fixture.signedIn();
    fixture.provider.ended = true;
    expect(await code(await browser.ask('/api/routing/v1/sign-offs'))).toEqual([401, 'console.signed-out']);
    expect(await fixture.sessions()).toBe(0);
  });
});

describe('what changes something', () => {
  it.each(['/session/alive', '/session/end', '/api/routing/v1/drafts/0199f0a2-7c11-7a55-9a3e-0d7f5a3c1b01/decisions'])('%s is refused where it is not of a page of this session’s', async (path) => {
    const other = await fixture.signedIn();
    for (const token of ['', 'guessed', other.csrf, `${browser.csrf}x`]) {
      expect(await code(await browser.post(path, {}, { headers: { 'x-csrf-token': token } }))).toEqual([403, 'console.foreign-request']);
    }
    expect([fixture.received, await statusOf()]).toEqual([[], 200]);
  });

  it('leaves the session out of every place but the cookie', async () => {
    const secret = browser.cookies.get('wenzheng-session')!;
    const answer = await fixture.browser().ask(`/session?session=${secret}`, { headers: { authorization: `Bearer ${secret}` } });
    expect([400, 401]).toContain(answer.status);
  });
});

describe('the end', () => {
  it('is of this browser, or of the person everywhere', async () => {
    const [second, third] = [await fixture.signedIn(), await fixture.signedIn()];
    const ended = await browser.post('/session/end', {});
    expect(((await ended.json()) as { location: string }).location).toMatch(new RegExp(`^${fixture.provider.url}/end\\?.*post_logout_redirect_uri=`));
    expect([await statusOf(), await statusOf(second)]).toEqual([401, 200]);
    expect((await second.post('/session/end', { everywhere: true })).status).toBe(200);
    expect([await statusOf(second), await statusOf(third), await fixture.sessions()]).toEqual([401, 401, 0]);
  });
});

describe('the provider ends a session (Back-Channel Logout)', () => {
  const logOut = (token: string) => fixture.browser().ask('/sign-in/back-channel', { method: 'POST', body: new URLSearchParams({ logout_token: token }).toString(), headers: { 'content-type': 'application/x-www-form-urlencoded' } });

  it('one of its own, by its number', async () => {
    fixture.provider.session = 'provider-session-2';
    const other = await fixture.signedIn();
    const answer = await logOut(await fixture.provider.logoutToken({ sid: 'provider-session-1' }));
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect([await statusOf(), await statusOf(other)]).toEqual([401, 200]);
  });

  it('or all of a person', async () => {
    fixture.provider.person = { sub: 'principal-water', name: '张见山', claims: { roles: ['principal'], unit: 'water' } };
    const other = await fixture.signedIn();
    expect((await logOut(await fixture.provider.logoutToken({ sub: reviewer.sub }))).status).toBe(200);
    expect([await statusOf(), await statusOf(other)]).toEqual([401, 200]);
  });

  const events = { 'http://schemas.openid.net/event/backchannel-logout': {} };
  it.each<[string, () => Promise<string>]>([
    ['for another client', () => fixture.provider.logoutToken({ sid: 'provider-session-1' }, { audience: 'other' })],
    ['of another issuer', () => fixture.provider.logoutToken({ sid: 'provider-session-1' }, { issuer: 'https://evil.example' })],
    ['that is an ID token', () => fixture.provider.logoutToken({ sid: 'provider-session-1', nonce: 'n' })],
    ['without the event', () => fixture.provider.logoutToken({ sid: 'provider-session-1', events: {} })],
    ['that names nobody', () => fixture.provider.logoutToken({})],
    ['that has run out', () => fixture.provider.logoutToken({ sid: 'provider-session-1' }, { expiresIn: -60 })],
    ['that nobody signed', () => Promise.resolve(`${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from(JSON.stringify({ sid: 'provider-session-1', events })).toString('base64url')}.`)],
    ['that is none', () => Promise.resolve('x')],
  ])('and not by a token %s', async (_, token) => {
    expect(await code(await logOut(await token()))).toEqual([400, 'console.logout-token-refused']);
    expect(await statusOf()).toBe(200);
  });
});
