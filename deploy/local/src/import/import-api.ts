import { setTimeout as sleep } from 'node:timers/promises';
import { ApiClient, ApiError } from '../api-client.js';
import type { Endpoints } from '../endpoints.js';
import type { ImportLine } from './import-line.js';

export interface ImportResult {
  status: 'created' | 'repeated' | 'refused';
  problem?: unknown;
}
export interface RegisteredLine extends ImportResult {
  line: ImportLine;
  messageId?: string;
}

interface IntakeAnswer {
  results: (ImportResult & { externalId: string; messageId?: string })[];
}
interface RoutingAnswer {
  results: (ImportResult & { messageId: string })[];
}

/** Routing hears of a message by its event, a moment after intake has it. */
const patienceMs = 60_000;

/** The two endpoints that an import goes through. */
export class ImportApi {
  private readonly intake: string;
  private readonly routing: string;

  constructor(
    private readonly client: ApiClient,
    endpoints: Endpoints,
  ) {
    this.intake = `${endpoints.services.intake}/v1/imports`;
    this.routing = `${endpoints.services.routing}/v1/imports`;
  }

  /** Registers messages with the instants of old; a batch that is too large is sent in halves. */
  async register(channel: string, lines: readonly ImportLine[]): Promise<RegisteredLine[]> {
    const messages = lines.map((line) => ({
      externalId: line.id,
      author: { externalId: line.user },
      ...(line.title === undefined ? {} : { title: line.title }),
      text: line.text,
      registeredAt: line.submittedAt,
    }));
    return inHalves(lines, async (part, from) => {
      const { results } = await this.client.post<IntakeAnswer>(this.intake, {
        channel,
        messages: messages.slice(from, from + part.length),
      });
      return part.map((line, index) => ({ line, ...(results[index] ?? { status: 'refused', problem: 'no answer for this line' }) }));
    });
  }

  /** Assigns the messages to the unit, if one is named, and files the replies they got. */
  async file(unit: string | undefined, lines: readonly RegisteredLine[]): Promise<(ImportResult & { line: ImportLine })[]> {
    const deadline = Date.now() + patienceMs;
    const done: (ImportResult & { line: ImportLine })[] = [];
    for (let open = [...lines]; open.length > 0; await sleep(500)) {
      const results = await inHalves(open, (part) => this.fileOnce(unit, part));
      const early = results.filter((result) => isUnknownYet(result) && Date.now() < deadline);
      done.push(...results.filter((result) => !early.includes(result)));
      open = early.map((result) => result.registered);
      if (open.length === 0) break;
    }
    return done;
  }

  private async fileOnce(unit: string | undefined, lines: readonly RegisteredLine[]) {
    const { results } = await this.client.post<RoutingAnswer>(this.routing, {
      ...(unit === undefined ? {} : { unit }),
      items: lines.map(({ messageId, line }) => ({ messageId, ...(line.reply ? { reply: line.reply } : {}) })),
    });
    return lines.map((registered, index) => ({
      ...(results[index] ?? { status: 'refused' as const, problem: 'no answer for this line' }),
      registered,
      line: registered.line,
    }));
  }
}

function isUnknownYet(result: ImportResult): boolean {
  return result.status === 'refused' && /not-found|unknown/.test(problemCode(result.problem));
}

export function problemCode(problem: unknown): string {
  if (typeof problem === 'string') return problem;
  const { code, detail, title } = (problem ?? {}) as { code?: string; detail?: string; title?: string };
  return code ?? detail ?? title ?? 'no reason given';
}

async function inHalves<Line, Result>(
  lines: readonly Line[],
  send: (part: readonly Line[], from: number) => Promise<Result[]>,
  from = 0,
): Promise<Result[]> {
  try {
    return await send(lines, from);
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 413 || lines.length < 2) throw error;
    const middle = Math.ceil(lines.length / 2);
    const first = await inHalves(lines.slice(0, middle), send, from);
    return [...first, ...(await inHalves(lines.slice(middle), send, from + middle))];
  }
}
