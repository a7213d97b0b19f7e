import type { Platform } from '../platform/platform.js';
import { table } from './table.js';

const columns = ['what', 'where'];

/** What one needs to know of a platform that runs: addresses and sign-ins. */
export function overview(platform: Platform): string {
  const { services, issuer, tokenEndpoint, nats, postgres, clients } = platform.endpoints;
  const rows = [
    ['portal 公开门户', services.publication],
    ['intake 受理', `${services.intake}/docs`],
    ['routing 分派', `${services.routing}/docs`],
    ['deadline-supervision 督办', `${services['deadline-supervision']}/docs`],
    ['publication 公开', `${services.publication}/docs`],
    ['OpenID provider 身份认证', issuer],
    ['NATS 消息总线', nats],
    ['PostgreSQL 数据库', withoutPassword(postgres)],
  ];
  const signIns = Object.entries(clients)
    .filter(([key]) => !key.includes(':') && key !== 'deadline-supervision')
    .map(([key, { id, secret, unit }]) => [key, id, secret, unit ?? '']);
  const parts = [table([columns, ...rows])];
  if (signIns.length > 0) {
    parts.push(`Sign-ins 登录: POST grant_type=client_credentials to ${tokenEndpoint}, with client id and secret (HTTP Basic)`);
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

function withoutPassword(address: string): string {
  const url = new URL(address);
  url.password = '';
  return url.href;
}
