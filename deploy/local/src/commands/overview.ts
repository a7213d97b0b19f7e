import type { PersonSignIn } from '../platform/endpoints.js';
import type { Platform } from '../platform/platform.js';
import { table } from './table.js';

const columns = ['what', 'where'];

/** What one needs to know of a platform that runs: addresses and sign-ins. */
export function overview(platform: Platform): string {
  const { portal, services, issuer, tokenEndpoint, nats, postgres, clients, people } = platform.endpoints;
  const rows = [
    ['portal 公开门户', portal],
    ['console 工作台', services.console],
    ['intake 受理', `${services.intake}/docs`],
    ['routing 分派', `${services.routing}/docs`],
    ['deadline-supervision 督办', `${services['deadline-supervision']}/docs`],
    ['publication 公开', `${services.publication}/docs`],
    ['OpenID provider 身份认证', issuer],
    ['NATS 消息总线', nats],
    ['PostgreSQL 数据库', withoutPassword(postgres)],
  ];
  const staff = exampleOfEachRole(Object.values(people));
  const signIns = Object.entries(clients)
    .filter(([key]) => !key.includes(':') && key !== 'deadline-supervision')
    .map(([key, { id, secret, unit }]) => [key, id, secret, unit ?? '']);
  const parts = [table([columns, ...rows])];
  if (staff.length > 0) {
    parts.push(`People 人员: they sign in at ${services.console}; all ${Object.keys(people).length} of them stand in endpoints.json under people`);
    parts.push(table([['role', 'user name 用户名', 'password 密码', 'name 姓名', 'unit 单位'], ...staff.map(({ roles, username, password, name, unit }) => [roles.join(' '), username, password, name, unit ?? ''])]));
  }
  if (signIns.length > 0) {
    parts.push(`Programs 程序: POST grant_type=client_credentials to ${tokenEndpoint}, with client id and secret (HTTP Basic)`);
    parts.push(table([['role', 'client id', 'secret', 'unit 单位'], ...signIns]));
  }
  const more = signIns.length > 0 ? ', and a web admin 网管员 for every unit' : '';
  parts.push(`All of it, with the channels\' keys${more}: ${platform.dataDir}/endpoints.json`);
  if (platform.clock) {
    const { now, offsetMs } = platform.clock.now();
    parts.push(`Business time 业务时间: ${now}${offsetMs === 0 ? '' : ' (not real time)'}; npm run clock -- advance P14D moves it`);
  }
  return parts.join('\n\n');
}

/** Somebody for each role; of the units' roles two, in two units. */
function exampleOfEachRole(people: readonly PersonSignIn[]): PersonSignIn[] {
  const shown: PersonSignIn[] = [];
  for (const person of people.toSorted((a, b) => Number(a.unit !== undefined) - Number(b.unit !== undefined))) {
    const alike = shown.filter(({ roles }) => roles.join() === person.roles.join());
    if (alike.length < (person.unit ? 2 : 1) && !alike.some(({ unit }) => unit === person.unit)) shown.push(person);
  }
  return shown;
}

function withoutPassword(address: string): string {
  const url = new URL(address);
  url.password = '';
  return url.href;
}
