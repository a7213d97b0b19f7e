import createClient, { type Client } from 'openapi-fetch';
import { patientFetch, type Patience } from './patient-fetch.js';
import { refusalOf } from './refusal.js';

export interface Connection extends Patience {
  /** Of intake: `https://intake.example.gov.cn`. */
  url: string;
  /** 渠道密钥, or 测试密钥 to try it with. */
  key: string;
  /** In which language refusals speak; default Chinese. */
  language?: 'zh' | 'en';
}

/**
 * A client of intake's interface, by the types that `@wenzheng/client/intake` has of it: every path, parameter, body and answer.
 * What passes is waited for and sent again; what is refused is thrown as a `Refusal`.
 */
export function connect<Paths extends object>({ url, key, language = 'zh', ...patience }: Connection): Client<Paths> {
  const client = createClient<Paths>({ baseUrl: url, fetch: patientFetch(patience), headers: { authorization: `Bearer ${key}`, 'accept-language': language } });
  client.use({
    async onResponse({ response }) {
      if (!response.ok) throw await refusalOf(response);
    },
  });
  return client;
}

/** The body of an answer: a refusal was thrown. */
export async function bodyOf<Data>(answer: Promise<{ data?: Data }>): Promise<Data> {
  return (await answer).data as Data;
}
