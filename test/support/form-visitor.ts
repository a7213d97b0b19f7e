import type { City } from './city.js';

/** A form is sent by a program, intake holds, when it comes sooner after it was opened. */
const writingMs = 3_100;

/** 我要留言 in a browser that keeps its cookies and runs no script. */
export class FormVisitor {
  private opened: Promise<{ form: string; cookie: string; at: number }> | undefined;

  constructor(private readonly city: City) {}

  /** @returns the number on the receipt; null where there is none yet, and it is to be sent again */
  async send(letter: Record<string, string>): Promise<string | null> {
    this.opened ??= this.open();
    const { form, cookie, at } = await this.opened.catch((error: unknown) => {
      this.opened = undefined;
      throw error;
    });
    if (performance.now() - at < writingMs) return null;
    const body = new URLSearchParams({ form, website: '', ...letter }).toString();
    const answer = await this.city.call<string>('intake', '/submit', { method: 'POST', body, headers: { cookie, 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' } });
    // A city that has just begun knows its units once routing has told of them.
    if (answer.status === 503 || (answer.status === 422 && answer.body.includes('<li><a href="#unit">'))) return null;
    if (answer.status !== 303) throw new Error(`the form was answered ${answer.status}: ${/class="notice"[^>]*>([^<]*)/.exec(answer.body)?.[1] ?? answer.body.slice(0, 2_000)}`);
    const receipt = await this.city.call<string>('intake', answer.headers.get('location')!, { headers: { cookie: cookiesOf(answer.headers) } });
    return receipt.status === 503 ? null : /<strong>([^<]+)<\/strong>/.exec(receipt.body)![1]!;
  }

  private async open(): Promise<{ form: string; cookie: string; at: number }> {
    const page = await this.city.call<string>('intake', '/submit');
    return { form: /name="form" value="([^"]+)"/.exec(page.body)![1]!, cookie: cookiesOf(page.headers), at: performance.now() };
  }
}

const cookiesOf = (headers: Headers): string => headers.getSetCookie().map((cookie) => cookie.split(';')[0]).join('; ');
