import { describe, expect, it } from '@jest/globals';
import { pathOf } from './path.rules.js';

describe('the path on which a request goes on', () => {
  const template = '/v1/drafts/{id}/versions/{version}';

  it('is the operation’s, with the parameters and the query', () => {
    expect(pathOf(template, { id: 'a b', version: '2' }, '/api/routing/v1/drafts/a%20b/versions/2?limit=1&after=%2F')).toBe('/v1/drafts/a%20b/versions/2?limit=1&after=%2F');
  });

  it.each(['..', '.', '', 'a\u0000b', 'a\r\nHost: evil'])('is none where a parameter is %j', (id) => {
    expect(pathOf(template, { id, version: '2' }, '/')).toBeNull();
  });

  it.each(['../../v1/audit-log', '..\\x', '?x=1#y', '//evil.example', 'http://evil.example/', '%2e%2e'])('keeps %j as one parameter, whatever reads it', (id) => {
    const path = pathOf('/v1/units/{code}', { code: id }, '/')!;
    const url = new URL(path, 'http://routing:8080');
    expect([url.host, url.search, url.hash]).toEqual(['routing:8080', '', '']);
    expect(decodeURIComponent(url.pathname.slice('/v1/units/'.length))).toBe(id);
    expect(url.pathname.split('/')).toHaveLength(4);
  });

  it('takes nothing of an address in absolute form but its query', () => {
    expect(pathOf('/v1/units', {}, 'http://abcde\\\\evil.example/api/routing/v1/units?limit=1')).toBe('/v1/units?limit=1');
  });
});
