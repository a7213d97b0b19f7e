import type { ChannelName } from '@wenzheng/contracts';
import { createMailServer, type MailServer } from '@wenzheng/testing/mail';
import { weiboFake, type WeiboFake } from '@wenzheng/testing/microblog';
import { message, type Answer, type City, type Receipt } from './city.js';
import { unlessCutOff } from './cut-off.js';
import { FormVisitor } from './form-visitor.js';

/** How a citizen's words come in: two that integrations push to, Open311, the form, and two that intake fetches from. */
export const doorNames = ['push', 'cloud-events', 'open311', 'form', 'mail', 'microblog'] as const;
export type DoorName = (typeof doorNames)[number];

/** Sends a message of these words once. @returns its number; null where nobody gives one at once; undefined where nothing was answered */
type Door = (id: string) => Promise<string | null | undefined>;

const mayor = 'mayor@city.test';
const account = { uid: '5012345678', name: '淮岭发布', token: '2.00-token-of-the-account' };
const wordsOf = (id: string): string => `和平路从一中到桥头，路灯三天不亮，请尽快修复。（${id}）`;

/** The mailbox and the microblog of a city that is to be started, and every door of one that runs. */
export class Doors {
  private constructor(
    private readonly mail: MailServer,
    private readonly weibo: WeiboFake,
  ) {}

  static async open(): Promise<Doors> {
    const [mail, weibo] = await Promise.all([createMailServer(mayor), weiboFake(account)]);
    return new Doors(mail, weibo);
  }

  async close(): Promise<void> {
    await Promise.all([this.mail.drop(), this.weibo.close()]);
  }

  /** The settings of intake that lead here; what comes by a fetched door is addressed to the unit. */
  settings(unit: string): Record<string, string> {
    const imap = { host: this.mail.host, port: this.mail.imapPort, encryption: 'none', user: mayor, password: this.mail.password };
    return {
      MAILBOXES: JSON.stringify([{ name: 'mayor', address: mayor, unit, visibility: 'public', imap }]),
      MAILBOX_SECONDS: '0.5',
      MICROBLOG_ACCOUNTS: JSON.stringify([{ name: account.name, uid: account.uid, accessToken: account.token, expiresAt: '2099-01-01T00:00:00+08:00', tier: 'commercial', unit }]),
      MICROBLOG_URL: this.weibo.url,
      MICROBLOG_COMMERCIAL_URL: this.weibo.url,
      MICROBLOG_POLL_SECONDS: '0.5',
      MICROBLOG_RECEIPTS: 'false',
      // All come from one address.
      FORM_LIMIT: '10000',
    };
  }

  /** @throws Error where an answer is neither a receipt nor a wish to be asked again */
  of(city: City): Record<DoorName, Door> {
    const { unit } = city;
    const pushed = (id: string) => ({ ...message(id, { unit, title: undefined }), text: wordsOf(id) });
    const keyOf = (channel: ChannelName) => city.endpoints.channelKeys[channel];
    const visitor = new FormVisitor(city);
    return {
      push: async (id) => numberIn(id, await city.push('board', pushed(id)).catch(unlessCutOff)),
      'cloud-events': async (id) => {
        const event = { specversion: '1.0', id, source: '/forums/huailing', type: 'cn.gov.huainan.wz.message.submitted.v1', data: pushed(id) };
        return numberIn(id, await city.call<Receipt & { code?: string }>('intake', '/v1/channels/forum/events', { as: { bearer: keyOf('forum') }, body: event, headers: { 'content-type': 'application/cloudevents+json' } }).catch(unlessCutOff));
      },
      open311: async (id) => {
        const body = new URLSearchParams({ api_key: keyOf('portal'), service_code: 'complaint', description: wordsOf(id), account_id: `citizen-of-${id}` }).toString();
        const answer = await city.call<{ service_request_id: string }[]>('intake', '/open311/v2/requests.json', { method: 'POST', body, headers: { 'content-type': 'application/x-www-form-urlencoded' } }).catch(unlessCutOff);
        return numberIn(id, answer && { ...answer, body: { messageNumber: answer.body[0]?.service_request_id } });
      },
      form: async (id) => {
        const phone = `139${numberOf(id).padStart(8, '0')}`;
        return (await visitor.send({ kind: 'complaint', unit, title: '路灯不亮', text: wordsOf(id), visibility: 'public', phone, consent: 'yes' }).catch(unlessCutOff)) ?? undefined;
      },
      mail: async (id) => {
        await this.mail.deliver(`From: <${id}@citizen.test>\r\nTo: ${mayor}\r\nSubject: =?utf-8?B?6Lev54Gv5LiN5Lqu?=\r\nMessage-ID: <${id}@citizen.test>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n${wordsOf(id)}\r\n`, mayor);
        return null;
      },
      microblog: (id) => {
        this.weibo.post(`@${account.name} ${wordsOf(id)}`, { user: { uid: String(1_000_000 + Number(numberOf(id))), name: `网友${id}` } });
        return Promise.resolve(null);
      },
    };
  }
}

const numberOf = (id: string): string => /\d+$/.exec(id)![0];

function numberIn(id: string, answer: Pick<Answer<{ messageNumber?: string; code?: string }>, 'status' | 'body'> | undefined): string | undefined {
  if (!answer || answer.status === 503) return undefined;
  if (answer.status !== 200 && answer.status !== 201) throw new Error(`${id} was answered ${answer.status} ${answer.body.code}`);
  return answer.body.messageNumber;
}
