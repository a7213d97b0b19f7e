import { randomUUID } from 'node:crypto';
import { channels, type ChannelName } from '@wenzheng/contracts';
import { DataFolder } from '../platform/data-folder.js';
import { readEndpoints, type Endpoints } from '../platform/endpoints.js';
import { argumentsOf, UsageError } from './arguments.js';

const usage = `用法：npm run send -- "留言内容" [--channel board] [--title 标题] [--unit 单位] [--kind complaint] [--private]
渠道：${channels.join('、')}`;

interface Receipt {
  messageNumber: string;
  trackingCode: string;
  registeredAt: string;
  notices?: { code: string }[];
}
interface Refusal {
  code?: string;
  detail?: string;
  errors?: { pointer: string; code: string }[];
}

/** `npm run send`: a first message from a terminal, as an integration of its channel pushes it. */
export async function send(args: readonly string[]): Promise<number> {
  const { positional, values, flags } = argumentsOf(args, { values: ['channel', 'title', 'unit', 'kind'], flags: ['private'] });
  const [text] = positional;
  const channel = channels.find((name) => name === (values.get('channel') ?? 'board'));
  if (text === undefined || positional.length > 1 || !channel) throw new UsageError(usage);
  const endpoints = await readEndpoints(new DataFolder().endpoints).catch(() => {
    throw new Error('平台还没有启动过。请先在另一个终端执行 npm start，等它打印出地址表。');
  });
  const optional = Object.fromEntries(['title', 'unit', 'kind'].flatMap((name) => (values.has(name) ? [[name, values.get(name)]] : [])));
  const body = {
    externalId: `terminal-${randomUUID()}`,
    occurredAt: await nowAt(endpoints),
    author: { externalId: 'terminal', displayName: '试写人' },
    text,
    ...optional,
    ...(flags.has('private') && { visibility: 'private' }),
  };
  const answer = await pushed(endpoints, channel, body);
  if (!answer.ok) {
    console.error(refusalWords(answer.status, (await answer.json().catch(() => ({}))) as Refusal));
    return 1;
  }
  const { messageNumber, trackingCode, notices = [] } = (await answer.json()) as Receipt;
  console.log(`已受理。
受理编号  ${messageNumber}
查询码    ${trackingCode}（只给留言人本人）
公开页面  ${endpoints.portal}/messages/${messageNumber}（几秒后可见${flags.has('private') || values.get('kind') === 'report' ? '，不公开的只显示编号和办理状态' : ''}）
本人查询  ${endpoints.portal}/query?number=${messageNumber}
渠道查询  ${endpoints.services.intake}/v1/channels/${channel}/messages/${body.externalId}（须带渠道密钥）
办理      ${endpoints.services.console}（登录用户见 npm start 打印的表）`);
  if (notices.some(({ code }) => code === 'intake.unknown-unit')) console.log(`提示      单位名录中没有“${values.get('unit')}”，留言照样受理，由信息办分派。`);
  return 0;
}

/** The Date header: business time is the platform's own to say, and a message may not come from the future. */
async function nowAt({ services }: Endpoints): Promise<string> {
  const answer = await fetch(`${services.intake}/v1/ticket-keys`).catch(() => null);
  return new Date(answer?.headers.get('date') ?? Date.now()).toISOString();
}

async function pushed({ services, channelKeys }: Endpoints, channel: ChannelName, body: object): Promise<Response> {
  const address = `${services.intake}/v1/channels/${channel}/messages`;
  try {
    return await fetch(address, { method: 'POST', headers: { authorization: `Bearer ${channelKeys[channel]}`, 'content-type': 'application/json' }, body: JSON.stringify(body), signal: AbortSignal.timeout(30_000) });
  } catch {
    throw new Error(`连不上受理服务（${services.intake}）。请确认 npm start 还在运行；刚启动的，等它打印出地址表。`);
  }
}

/** The platform's own words, and what to do. */
export function refusalWords(status: number, { code = '', detail, errors = [] }: Refusal): string {
  const fields = errors.map(({ pointer, code: fault }) => `  ${pointer || '/'}：${fault}`).join('\n');
  const advice =
    status === 401 || status === 403 ? '渠道密钥与平台不符：.wenzheng/endpoints.json 可能是上一次启动的，请重新启动平台。'
    : status === 429 || status === 503 ? '稍后原样再发一次，不会重复受理。'
    : status >= 500 ? '平台内部出错，请看 npm start 所在终端的日志。'
    : '请按提示修改后再发。';
  return [`没有受理（${status}${code && ` ${code}`}）：${detail ?? '平台没有说明原因。'}`, ...(fields ? [fields] : []), advice].join('\n');
}
