import { connect } from '@nats-io/transport-node';
import { clockSubjects, type BusinessTimeReading } from './business-time.js';
import { DataFolder } from '../platform/data-folder.js';
import { parseDuration } from './duration.js';
import { readEndpoints } from '../platform/endpoints.js';
import { argumentsOf, UsageError } from '../commands/arguments.js';

const usage = 'npm run clock -- now | npm run clock -- advance P3D (ISO 8601: days, hours, minutes, seconds)';
/** At each stop a replica has twice 60 s to do what fell due. */
const timeoutMs = 130_000;

/** `npm run clock`: asks for business time 业务时间, or moves it forward. */
export async function clock(args: readonly string[]): Promise<number> {
  const { positional } = argumentsOf(args);
  const [action, duration] = positional;
  if (action === 'now' && positional.length === 1) return withClock(async (ask) => print(await ask(clockSubjects.now, {})));
  if (action === 'advance' && duration !== undefined && positional.length === 2) {
    const milliseconds = parseDuration(duration);
    return withClock(async (ask) => print(await advance(ask, milliseconds)));
  }
  throw new UsageError(usage);
}

type Ask = (subject: string, request: object) => Promise<BusinessTimeReading>;

/** From stop to stop, at each instant at which something falls due on the way. */
async function advance(ask: Ask, milliseconds: number): Promise<BusinessTimeReading> {
  const toOffsetMs = (await ask(clockSubjects.now, {})).offsetMs + milliseconds;
  for (;;) {
    const reading = await ask(clockSubjects.advance, { toOffsetMs });
    if (reading.offsetMs >= toOffsetMs) return reading;
    console.log(`${inShanghai(reading.now)}  what fell due is done`);
  }
}

async function withClock(run: (ask: Ask) => Promise<void>): Promise<number> {
  const { nats, natsUsers } = await readEndpoints(new DataFolder().endpoints);
  const { user, password } = natsUsers.operator;
  const connection = await connect({ servers: nats.split(','), reconnect: false, ...(user ? { user, pass: password } : {}) }).catch((error: Error) => {
    throw new Error(`The bus at ${nats} cannot be reached (${error.message}): is the platform running (npm start)?`, { cause: error });
  });
  try {
    await run(async (subject, request) => {
      const reply = await connection.request(subject, JSON.stringify(request), { timeout: timeoutMs }).catch((error: Error) => {
        throw new Error(`Nobody answers for the clock (${error.message}): does the platform run, and with CLOCK=controllable?`, { cause: error });
      });
      const answer = reply.json<BusinessTimeReading & { error?: string }>();
      if (answer.error !== undefined) throw new Error(answer.error);
      return answer;
    });
    return 0;
  } finally {
    await connection.close();
  }
}

function print({ now, offsetMs, members }: BusinessTimeReading): void {
  console.log(`${now}  ${inShanghai(now)} Asia/Shanghai`);
  const days = (Math.abs(offsetMs) / 86_400_000).toFixed(3);
  console.log(`${days} days ${offsetMs < 0 ? 'behind' : 'ahead of'} real time; ${members.length} replicas follow`);
}

const inShanghai = (instant: string): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short', timeStyle: 'medium' }).format(new Date(instant));
