import type { z } from 'zod';
import { AccessToken, askJson, orRetry, outcomeOfCode } from './http.js';
import type { Note, Notifier, NotifierOutcome } from './notifier.js';
import type { wecomRobotSchema, wecomSchema } from '../../config.js';

/** 81013: no such person among those that the application is for. 60111: no such user. 93000: no such robot. */
const refusals = new Set([60111, 81013, 93000]);
const staleToken = new Set([40014, 42001]);
/** 2,048 bytes are shown of a text; ours is shorter. */
const textOf = (content: string) => ({ msgtype: 'text', text: { content } });

/** 企业微信, message of an application: to the person's `userid`. */
export class WecomNotifier implements Notifier {
  private readonly token: AccessToken;

  constructor(private readonly settings: z.output<typeof wecomSchema>) {
    this.token = new AccessToken(() => this.url('/cgi-bin/gettoken', { corpid: settings.corpId, corpsecret: settings.secret }));
  }

  send({ to, text }: Note): Promise<NotifierOutcome> {
    return orRetry(async () => {
      const body = { touser: to, agentid: this.settings.agentId, safe: 0, enable_duplicate_check: 1, ...textOf(text) };
      const answer = await askJson(this.url('/cgi-bin/message/send', { access_token: await this.token.get() }), { body });
      if (staleToken.has(Number(answer.body['errcode']))) this.token.forget();
      // It is told to whoever it can be told to: 0, and the rest are named.
      if (answer.body['errcode'] === 0 && answer.body['invaliduser']) return { kind: 'refused', reason: 'invaliduser' };
      return outcomeOfCode(answer, refusals, answer.body['msgid']);
    });
  }

  private url(path: string, query: Record<string, string>): URL {
    return new URL(`${path}?${new URLSearchParams(query).toString()}`, this.settings.url);
  }
}

/** 企业微信, robot of a group: the person is called by the telephone number. */
export class WecomRobotNotifier implements Notifier {
  constructor(private readonly settings: z.output<typeof wecomRobotSchema>) {}

  send({ to, text: content }: Note): Promise<NotifierOutcome> {
    const url = new URL(`/cgi-bin/webhook/send?${new URLSearchParams({ key: this.settings.key }).toString()}`, this.settings.url);
    return orRetry(async () => outcomeOfCode(await askJson(url, { body: { msgtype: 'text', text: { content, mentioned_mobile_list: [to] } } }), refusals));
  }
}
