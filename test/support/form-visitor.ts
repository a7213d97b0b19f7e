import type { City } from './city.js';

/** A form is sent by a program, intake holds, when it comes sooner after it was opened. */
const writingMs = 3_100;

interface Opened {
  form: string;
  cookie: string;
  at: number;
  units: string[];
}

/** 我要留言 in a browser that keeps its cookies and runs no script. */
export class FormVisitor {
  private opened: Promise<Opened> | undefined;

  constructor(private readonly city: City) {}

  /** @returns the number on the receipt; null where there is none yet, and it is to be sent again */
  async send(letter: Record<string, string>): Promise<string | null> {
    this.opened ??= this.open();
    const { form, cookie, at, units } = await this.opened.catch((error: unknown) => {
      this.opened = undefined;
      throw error;
    });
    // A city that has just begun offers its units once routing has told of them.
    if (letter['unit'] && !units.includes(letter['unit'])) {
      this.opened = undefined;
      return null;
    }
    if (performance.now() - at < writingMs) return null;
    const body = new URLSearchParams({ form, website: '', ...letter }).toString();
    const answer = await this.city.call<string>('intake', '/submit', { method: 'POST', body, headers: { cookie, 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' } });
    if (answer.status === 503) return null;
    if (answer.status !== 303) throw new Error(`the form was answered ${answer.status}: ${/class="notice"[^>]*>([^<]*)/.exec(answer.body)?.[1] ?? answer.body.slice(0, 2_000)}`);
    const receipt = await this.city.call<string>('intake', answer.headers.get('location')!, { headers: { cookie: cookiesOf(answer.headers) } });
    return receipt.status === 503 ? null : /<strong>([^<]+)<\/strong>/.exec(receipt.body)![1]!;
  }

  private async open(): Promise<Opened> {
    const page = await this.city.call<string>('intake', '/submit');
    return { form: /name="form" value="([^"]+)"/.exec(page.body)![1]!, cookie: cookiesOf(page.headers), at: performance.now(), units: [...page.body.matchAll(/<option value="([^"]*)"/g)].map(([, value]) => value!) };
  }
}

const cookiesOf = (headers: Headers): string => headers.getSetCookie().map((cookie) => cookie.split(';')[0]).join('; ');
