import { describe, expect, it } from '@jest/globals';
import { fileOf, listOf, open311Services, refuseForeignJurisdiction, written, xml, xmlText } from './index.js';

describe('what is written', () => {
  const value = listOf('request', [{ id: '1', note: 'a<b>&"\u0007\uFFFE\uD800\r\n𠮷', none: null, metadata: false, formats: listOf('format', ['text/xml']) }]);

  it('is well-formed XML, without what XML cannot hold', () => {
    expect(written('xml', 'service_requests', value)).toBe(
      '<?xml version="1.0" encoding="UTF-8"?><service_requests><request><id>1</id><note>a&lt;b&gt;&amp;"\r\n𠮷</note><metadata>false</metadata><formats><format>text/xml</format></formats></request></service_requests>',
    );
    expect(written('xml', 'services', listOf('service', []))).toBe('<?xml version="1.0" encoding="UTF-8"?><services/>');
  });

  it('has attributes and namespaces where another standard wants them, and the same care in both', () => {
    expect(xmlText(xml('feed', { xmlns: 'http://www.w3.org/2005/Atom', 'xmlns:a': 'urn:a', 'xml:lang': 'zh-CN' }, xml('a:link', { href: '/?a=1&b="\u0007' }), xml('title', {}, 'a]]>\u0000<b>')))).toBe(
      '<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom" xmlns:a="urn:a" xml:lang="zh-CN"><a:link href="/?a=1&amp;b=&#34;"/><title>a]]&gt;&lt;b&gt;</title></feed>',
    );
  });

  it('or JSON without the wrapping elements', () => {
    expect(JSON.parse(written('json', 'service_requests', value))).toEqual([{ id: '1', note: expect.stringContaining('<b>'), none: null, metadata: false, formats: ['text/xml'] }]);
  });
});

it('a file has a name and one of two formats', () => {
  expect(fileOf('HN20260918-0001.json')).toEqual({ name: 'HN20260918-0001', format: 'json' });
  for (const file of ['requests', 'requests.html', '.xml', '']) expect(() => fileOf(file)).toThrow('not-found');
});

it('one jurisdiction is ours', () => {
  for (const id of [undefined, '', 'wz.huainan.gov.cn', 'huainan.gov.cn']) expect(() => refuseForeignJurisdiction(id, 'https://wz.huainan.gov.cn')).not.toThrow();
  for (const id of ['cn', 'hefei.gov.cn', 'nan.gov.cn']) expect(() => refuseForeignJurisdiction(id, 'https://wz.huainan.gov.cn')).toThrow('not-found');
});

it('every kind is a service, and so is none', () => {
  expect(open311Services.map(({ code, name }) => `${code} ${name}`)).toEqual(['inquiry 咨询', 'complaint 投诉', 'suggestion 建议', 'opinion 意见', 'help 求助', 'report 举报', 'thanks 感谢', 'general 其他']);
});
