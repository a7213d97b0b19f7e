import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { forReader } from './reader.js';
import { renderPage } from './shell.js';
import { siteOf, siteSettings, stylesheetIn } from './site.js';

const settings = z.object(siteSettings);
const page = (values: Record<string, string>) => renderPage({ site: siteOf(settings.parse(values)), title: '首页', isBilingual: true, children: <h1>首页</h1> });

const emblem = `data:image/svg+xml;base64,${Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>').toString('base64')}`;
const second = {
  CITY_NAME: '滨江市', CITY_NAME_EN: 'Binjiang', ORGANISER: '滨江市人民政府办公室', OPERATOR: '滨江市数据资源管理局', CONTACT: '滨江市政务中心二楼', SITE_CODE: '3499000001',
  ICP_RECORD: '皖ICP备2026000001号-1', POLICE_RECORD: '皖公网安备34990002000001号', HOTLINE: '12345', SITE_ERRORS_URL: 'https://zfwzgl.www.gov.cn/exposure/jiucuo.html?site_code=3499000001',
  PROMISE: '您的事，我们当面办', PROMISE_EN: 'Your matter, in plain sight', BRAND_COLOUR: '#8C1D18', EMBLEM: emblem,
};

describe('a city sets as data', () => {
  it('its name, promise and all that an inspector looks for at the foot', () => {
    const html = page(second);
    const foot = /<footer>.*<\/footer>/s.exec(html)![0];
    for (const value of [second.ORGANISER, second.OPERATOR, second.CONTACT, second.SITE_CODE, second.ICP_RECORD, second.POLICE_RECORD, second.PROMISE, '我为政府网站找错', '无障碍说明']) expect(foot).toContain(value);
    expect(foot).toContain(`href="${second.SITE_ERRORS_URL}"`);
    expect(foot).toContain('href="https://beian.mps.gov.cn/#/query/webSearch?code=34990002000001"');
    expect(html).toContain('<title>首页 - 滨江市网络问政平台</title>');
    expect(html).not.toMatch(/淮/);
  });

  it('its colour and emblem, in a stylesheet of its own address', () => {
    const [own, plain] = [siteOf(settings.parse(second)), siteOf(settings.parse({ CITY_NAME: '淮南市' }))].map(stylesheetIn);
    expect(own!.css).toContain(':root{--brand:#8c1d18;--brand-dark:#651511}');
    expect(own!.css).toContain(`url("${emblem}")`);
    expect(plain!.css).toContain('--brand:#0b57a4');
    expect(own!.path).not.toBe(plain!.path);
    expect(page(second)).toContain(`<link rel="stylesheet" href="${own!.path}"/>`);
  });

  it('both in English for whoever reads English, with what has no English as it is', () => {
    let html = '';
    forReader({ language: 'en', view: 'standard' }, () => (html = page(second)));
    expect(html).toContain('Binjiang Online Government Consultation');
    expect(html).toContain('Your matter, in plain sight');
    expect(html).toContain('<span lang="zh-CN">滨江市人民政府办公室</span>');
  });

  it('and leaves out what it does not set', () => {
    expect(page({ CITY_NAME: '淮南市' })).not.toMatch(/承办单位|网站标识码|beian|tel:|找错/);
  });

  it.each([
    ['BRAND_COLOUR', '#409eff'], ['BRAND_COLOUR', '#ffd94a'], ['BRAND_COLOUR', 'red'], ['BRAND_COLOUR', '#8c1d18;}'],
    ['EMBLEM', 'https://evil.example/a.svg'], ['EMBLEM', 'data:image/svg+xml;base64,x")}body{display:none'], ['EMBLEM', 'data:text/html;base64,AAAA'],
    ['SITE_ERRORS_URL', 'javascript:alert(1)'], ['HOTLINE', '12345;evil'],
  ])('%s of %s is refused', (name, value) => {
    expect(() => settings.parse({ ...second, [name]: value })).toThrow(name);
  });
});
