import { createHmac } from 'node:crypto';
import type { z } from 'zod';
import { AccessToken, askJson, orRetry, outcomeOfCode } from './http.js';
import type { Note, Notifier, NotifierOutcome } from './notifier.js';
import type { dingtalkRobotSchema, dingtalkSchema } from '../../config.js';

/** 33012: no such user. 300001: no such robot. */
const refusals = new Set([33012, 300001]);
const staleToken = new Set([40014, 42001]);

/** 钉钉, 工作通知 of an application: to the person's `userid`. */
export class DingtalkNotifier implements Notifier {
  private readonly token: AccessToken;

  constructor(private readonly settings: z.output<typeof dingtalkSchema>) {
    this.token = new AccessToken(() => this.url('/gettoken', { appkey: settings.appKey, appsecret: settings.appSecret }));
  }

  send({ to, text: content }: Note): Promise<NotifierOutcome> {
    return orRetry(async () => {
      const body = { agent_id: this.settings.agentId, userid_list: to, msg: { msgtype: 'text', text: { content } } };
      const answer = await askJson(this.url('/topapi/message/corpconversation/asyncsend_v2', { access_token: await this.token.get() }), { body });
      if (staleToken.has(Number(answer.body['errcode']))) this.token.forget();
      return outcomeOfCode(answer, refusals, answer.body['task_id']);
    });
  }

  private url(path: string, query: Record<string, string>): URL {
    return new URL(`${path}?${new URLSearchParams(query).toString()}`, this.settings.url);
  }
}

/** 钉钉, robot of a group, signed 加签: the person is called by the telephone number. */
export class DingtalkRobotNotifier implements Notifier {
  constructor(private readonly settings: z.output<typeof dingtalkRobotSchema>) {}

  send({ to, text: content }: Note): Promise<NotifierOutcome> {
    const { url: base, accessToken, secret } = this.settings;
    return orRetry(async () => {
      const timestamp = String(Date.now());
      const sign = createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64');
      const url = new URL(`/robot/send?${new URLSearchParams({ access_token: accessToken, timestamp, sign }).toString()}`, base);
      return outcomeOfCode(await askJson(url, { body: { msgtype: 'text', text: { content }, at: { atMobiles: [to], isAtAll: false } } }), refusals);
    });
  }
}
