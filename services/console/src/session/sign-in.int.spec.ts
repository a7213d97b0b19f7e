import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ConsoleFixture, reviewer } from '../console.fixture.js';

let fixture: ConsoleFixture;
beforeAll(async () => {
  fixture = await ConsoleFixture.create();
});
afterAll(() => fixture.drop());
beforeEach(async () => {
  Object.assign(fixture.provider, { nonce: undefined, person: reviewer, session: 'provider-session-1', ended: false, expiresIn: 600 });
  await fixture.dataSource.query('TRUNCATE session');
});

const html = { headers: { accept: 'text/html' } };
const session = 'wenzheng-session';

describe('a sign-in', () => {
  it('asks with state, nonce and PKCE, leads back to where somebody wanted to go, and gives the browser a cookie and no token', async () => {
    const browser = fixture.browser();
    const begun = await browser.ask('/sign-in?back=/signing');
    const { searchParams } = new URL(begun.headers.get('location')!);
    expect(Object.fromEntries(['response_type', 'client_id', 'redirect_uri', 'code_challenge_method'].map((name) => [name, searchParams.get(name)]))).toEqual({
      response_type: 'code', client_id: 'console', redirect_uri: 'http://console.example/sign-in/callback', code_challenge_method: 'S256',
    });
    expect(['state', 'nonce', 'code_challenge'].map((name) => (searchParams.get(name) ?? '').length >= 43)).toEqual([true, true, true]);
    const back = await browser.comeBack('/sign-in?back=/signing');
    expect([back.status, back.headers.get('location'), back.headers.get('cache-control')]).toEqual([303, '/signing', 'no-store']);
    const cookie = browser.set.find((line) => line.startsWith(`${session}=`))!;
    expect(cookie).toMatch(/^wenzheng-session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/);
    const told = await browser.ask('/session');
    const words = [...browser.set, JSON.stringify([...told.headers]), await told.text()].join('\n');
    expect(words).toContain('沈怀瑾');
    expect(words).not.toMatch(/eyJ[\w-]+\.eyJ|access|refresh/);
    const [row] = await fixture.dataSource.query<Record<string, unknown>[]>('SELECT * FROM session');
    expect(JSON.stringify(row, (_, value: unknown) => ((value as { type?: string })?.type === 'Buffer' ? Buffer.from((value as { data: number[] }).data).toString('latin1') : value))).not.toMatch(/eyJ[\w-]+\.eyJ/);
  });

  it('takes its address from the settings, whatever host is named', async () => {
    const begun = await fixture.browser().ask('/sign-in', { headers: { 'x-forwarded-host': 'evil.example' } });
    expect(new URL(begun.headers.get('location')!).searchParams.get('redirect_uri')).toBe('http://console.example/sign-in/callback');
  });

  it('leads nobody to another host', async () => {
    for (const back of ['https://evil.example', '//evil.example', '/\\evil.example']) {
      expect((await fixture.browser().comeBack(`/sign-in?back=${encodeURIComponent(back)}`)).headers.get('location')).toBe('/');
    }
  });

  it.each(['another browser’s', 'a forged', 'no'])('with %s state is lost', async (whose) => {
    const begun = await fixture.browser().ask('/sign-in');
    const provider = await fetch(begun.headers.get('location')!, { redirect: 'manual' });
    const back = new URL(provider.headers.get('location')!);
    if (whose === 'a forged') back.searchParams.set('state', 'x'.repeat(43));
    if (whose === 'no') back.searchParams.delete('state');
    const victim = fixture.browser();
    await victim.ask('/sign-in');
    const answer = await victim.ask(back.pathname + back.search, html);
    expect([answer.status, await fixture.sessions()]).toEqual([400, 0]);
    expect(await answer.text()).toContain('登录没有完成');
  });

  it('with another sign-in’s nonce is refused', async () => {
    fixture.provider.nonce = 'somebody-elses';
    const answer = await fixture.browser().comeBack();
    expect([answer.status, ((await answer.json()) as { code: string }).code, await fixture.sessions()]).toEqual([403, 'console.sign-in-refused', 0]);
  });

  it('with a code that was asked for with another challenge is refused', async () => {
    const [thief, victim] = [fixture.browser(), fixture.browser()];
    const codeOf = async (browser: typeof thief) => {
      const begun = await browser.ask('/sign-in');
      return new URL((await fetch(begun.headers.get('location')!, { redirect: 'manual' })).headers.get('location')!).searchParams;
    };
    const [stolen, own] = [await codeOf(victim), await codeOf(thief)];
    own.set('code', stolen.get('code')!);
    expect([(await thief.ask(`/sign-in/callback?${String(own)}`)).status, await fixture.sessions()]).toEqual([403, 0]);
  });

  it('has a session of its own: none that was planted is taken up, and the one before ends', async () => {
    const browser = fixture.browser();
    browser.cookies.set(session, 'planted-by-somebody-who-knows-it-000000000000');
    await browser.signIn();
    const first = browser.cookies.get(session)!;
    expect(first).not.toContain('planted');
    const elsewhere = fixture.browser();
    elsewhere.cookies.set(session, first);
    expect((await elsewhere.ask('/session')).status).toBe(200);
    await browser.signIn();
    expect([(await elsewhere.ask('/session')).status, (await browser.ask('/session')).status, await fixture.sessions()]).toEqual([401, 200, 1]);
  });

  it('of somebody without a role of the console is refused', async () => {
    fixture.provider.person = { sub: 'x', name: '无名', claims: { roles: ['offline_access'] } };
    expect([(await fixture.browser().comeBack()).status, await fixture.sessions()]).toEqual([403, 0]);
  });
});

describe('behind TLS', () => {
  it('cookies are this host’s alone, and sent over TLS alone', async () => {
    const secure = await ConsoleFixture.create({ CONSOLE_URL: 'https://console.example' });
    try {
      const browser = secure.browser();
      const answer = await browser.comeBack();
      expect(answer.status).toBe(303);
      const [cookie = ''] = browser.set.filter((line) => line.startsWith('__Host-wenzheng-session='));
      expect(cookie).toMatch(/; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
      expect(cookie).not.toMatch(/Domain/i);
      expect(answer.headers.get('strict-transport-security')).toMatch(/max-age=\d{7,}/);
    } finally {
      await secure.drop();
    }
  });
});

describe('where a city’s tokens have other claims', () => {
  it('the console and what it shows follow the settings', async () => {
    const city = await ConsoleFixture.create({ OIDC_ROLES_CLAIM: 'realm_access.roles', OIDC_UNIT_CLAIM: 'dept' });
    try {
      city.provider.person = { sub: 'r', name: '沈怀瑾', claims: { realm_access: { roles: ['reviewer', 'default-roles-city'] }, dept: 'water' } };
      const browser = await city.signedIn();
      const { person } = (await (await browser.ask('/session')).json()) as { person: object };
      expect(person).toMatchObject({ roles: ['reviewer'], unit: { code: 'water' } });
    } finally {
      await city.drop();
    }
  });
});
