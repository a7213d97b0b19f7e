import { createHmac } from 'node:crypto';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { httpFake, type FakeAnswer, type NotifierFake, type Request } from './notifier-fake.js';

const ok = (more: Record<string, unknown> = {}): FakeAnswer => ({ body: { errcode: 0, errmsg: 'ok', ...more } });
const code = (errcode: number, errmsg: string): FakeAnswer => ({ body: { errcode, errmsg } });
const contentOf = (text: unknown): string => String((text as { content?: unknown }).content);

/** 企业微信: `gettoken`, `message/send` of an application, `webhook/send` of a robot. */
export function wecomFake({ corpId, secret, agentId, key }: { corpId: string; secret: string; agentId: number; key: string }): Promise<NotifierFake> {
  return httpFake('wangwu', ({ path }) => path.endsWith('/send'), ({ method, path, query, body }, fake) => {
    if (method === 'GET' && path === '/cgi-bin/gettoken') {
      return query.get('corpid') === corpId && query.get('corpsecret') === secret ? ok({ access_token: 'token-1', expires_in: 7_200 }) : code(40001, 'invalid credential');
    }
    if (method !== 'POST' || body['msgtype'] !== 'text') return code(40008, 'invalid message type');
    if (path === '/cgi-bin/message/send') {
      if (query.get('access_token') !== 'token-1') return code(40014, 'invalid access_token');
      if (body['agentid'] !== agentId) return code(40056, 'invalid agentid');
      if (body['touser'] !== fake.known) return code(81013, 'user & party & tag all invalid');
      fake.received.push({ to: String(body['touser']), text: contentOf(body['text']) });
      return ok({ msgid: `msg-${fake.received.length}` });
    }
    if (path !== '/cgi-bin/webhook/send' || query.get('key') !== key) return code(93000, 'invalid webhook url');
    const text = body['text'] as { mentioned_mobile_list: string[] };
    fake.received.push({ to: text.mentioned_mobile_list.join(), text: contentOf(text) });
    return ok();
  });
}

/** 钉钉: `gettoken`, `asyncsend_v2` of an application, `robot/send` of a robot whose requests are signed 加签. */
export function dingtalkFake({ appKey, appSecret, agentId, accessToken, secret }: { appKey: string; appSecret: string; agentId: number; accessToken: string; secret: string }): Promise<NotifierFake> {
  return httpFake('wangwu', ({ path }) => path !== '/gettoken', ({ method, path, query, body }, fake) => {
    if (method === 'GET' && path === '/gettoken') {
      return query.get('appkey') === appKey && query.get('appsecret') === appSecret ? ok({ access_token: 'token-1', expires_in: 7_200 }) : code(40089, '不合法的corpid或corpsecret');
    }
    if (path === '/topapi/message/corpconversation/asyncsend_v2') {
      if (query.get('access_token') !== 'token-1') return code(40014, '不合法的access_token');
      const message = body['msg'] as { msgtype: string; text: unknown };
      if (body['agent_id'] !== agentId || message.msgtype !== 'text') return code(400002, '参数错误');
      if (body['userid_list'] !== fake.known) return code(33012, '无效的USERID');
      fake.received.push({ to: String(body['userid_list']), text: contentOf(message.text) });
      return ok({ task_id: 256271667526 + fake.received.length, request_id: 'r' });
    }
    return robot(path, query, body, fake);
  });

  function robot(path: string, query: URLSearchParams, body: Request['body'], fake: NotifierFake): FakeAnswer {
    if (path !== '/robot/send' || query.get('access_token') !== accessToken) return code(300001, 'token is not exist');
    const timestamp = query.get('timestamp') ?? '';
    const sign = createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64');
    if (query.get('sign') !== sign || Math.abs(Date.now() - Number(timestamp)) > 3_600_000) return code(310000, 'sign not match');
    if (body['msgtype'] !== 'text') return code(400101, 'msgtype is not supported');
    fake.received.push({ to: (body['at'] as { atMobiles: string[] }).atMobiles.join(), text: contentOf(body['text']) });
    return ok();
  }
}

/** A city's gateway of short messages, as routing's README describes it. */
export function smsFake(key: string): Promise<NotifierFake> {
  return httpFake('13855400001', () => true, ({ method, headers, body }, fake) => {
    if (method !== 'POST' || headers.authorization !== `Bearer ${key}`) return { status: 401, body: {} };
    if (body['to'] !== fake.known) return { status: 422, body: { error: 'no such number' } };
    fake.received.push({ to: String(body['to']), text: String(body['text']) });
    return { status: 202, body: { id: `sms-${fake.received.length}` } };
  });
}

/** A mail server that speaks enough of RFC 5321, without encryption. */
export async function smtpFake(): Promise<NotifierFake & { port: number }> {
  let asked = 0;
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.setEncoding('utf8'));
    let data: string | null = null;
    let to = '';
    let rest = '';
    const say = (line: string) => socket.write(`${line}\r\n`);
    const end = (lines: string) => {
      fake.received.push({ to, text: plainOf(lines) });
      say('250 2.0.0 Ok: queued as A1');
    };
    const command = (line: string): void => {
      if (/^(EHLO|HELO)/i.test(line)) return void say('250 fake.example');
      if (/^MAIL FROM:/i.test(line)) {
        asked += 1;
        return void say(fake.mood === 'busy' ? '451 4.3.2 try again later' : '250 2.1.0 Ok');
      }
      if (/^RCPT TO:/i.test(line)) {
        to = /<(.*?)>/.exec(line)?.[1] ?? '';
        return void say(to === fake.known ? '250 2.1.5 Ok' : '550 5.1.1 no such mailbox');
      }
      if (/^DATA/i.test(line)) {
        data = '';
        return void say('354 go ahead');
      }
      say(/^QUIT/i.test(line) ? '221 bye' : '250 Ok');
    };
    if (fake.mood === 'garbled') socket.end('hello\r\n');
    else say('220 fake.example ESMTP');
    socket.on('error', () => undefined).on('data', (chunk: string) => {
      const lines = (rest + chunk).split('\r\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        if (data === null) command(line);
        else if (line === '.') {
          end(data);
          data = null;
        } else data += `${line}\n`;
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const fake = {
    url: `smtp://127.0.0.1:${port}`, port, received: [] as NotifierFake['received'], mood: 'well' as NotifierFake['mood'], known: 'wangwu@city.example',
    get asked() {
      return asked;
    },
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
  return fake;
}

/** The words of a mail in one part. */
function plainOf(mail: string): string {
  const [head = '', ...body] = mail.split('\n\n');
  const words = body.join('\n\n').trim();
  if (/content-transfer-encoding: base64/i.test(head)) return Buffer.from(words, 'base64').toString('utf8');
  if (!/content-transfer-encoding: quoted-printable/i.test(head)) return words;
  const bytes = words.replaceAll('=\n', '').replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
