import { businessDateOf } from '@wenzheng/working-days';
import type { BusinessTime } from '../time/business-time.js';
import type { Endpoints } from '../platform/endpoints.js';
import { cityDeeds } from './city-deeds.js';
import type { Letter, Scene } from './deed.js';
import { letterDeeds } from './letter-deeds.js';
import { Offices } from './offices.js';
import { Quiet } from './quiet.js';
import type { Story, StoryLetter } from './story.js';
import { storyDays, type Timetable } from './timetable.js';

/** One thing that somebody does at an instant, and the letter that it is about. */
interface Act {
  at: Date;
  what: string;
  letter?: Letter;
  done(scene: Scene): Promise<unknown>;
}

interface Stage {
  endpoints: Endpoints;
  clock: Pick<BusinessTime, 'advance' | 'now'>;
  /** Where business time is when all is done, from real time. */
  endOffsetMs: number;
  progress?: (share: number, what: string) => void;
  /** Ends it between two acts. */
  signal?: AbortSignal;
}

/** Plays the story through the services, each act at its own instant of business time, and leaves business time running as real time does. */
export async function play(story: Story, timetable: Timetable, { endpoints, clock, endOffsetMs, progress, signal }: Stage): Promise<void> {
  const quiet = await Quiet.open(endpoints);
  try {
    const letters = new Map<string, Letter>();
    const acts = actsOf(story, timetable, letters);
    const offices = new Offices(endpoints);
    let units: Promise<Map<string, string>> | undefined;
    const scene: Scene = {
      endpoints,
      offices,
      timetable,
      now: () => clock.now().now,
      sessions: new Map(),
      letter(name) {
        const letter = letters.get(name);
        if (!letter) throw new Error(`the story has no letter ${name}`);
        return letter;
      },
      async unit(code) {
        const name = (await (units ??= namesOf(offices))).get(code);
        if (name === undefined) throw new Error(`the city has no unit ${code}`);
        return { code, name };
      },
    };
    // Units come to the services by events of their own.
    await quiet.reached();
    let today = '';
    const unsettled = new Set<Letter>();
    for (const [index, { at, what, letter, done }] of acts.entries()) {
      signal?.throwIfAborted();
      const day = businessDateOf(at);
      // What follows from the last act about the letter has to be there, and from everything before another day begins.
      if (day !== today || (letter && unsettled.has(letter))) {
        await quiet.reached();
        unsettled.clear();
        today = day;
      }
      await clock.advance(Math.max(0, at.getTime() - Date.parse(clock.now().now)));
      await done(scene).catch((error: unknown) => {
        throw new Error(`The city's story stops at "${what}": ${error instanceof Error ? error.message : String(error)}`, { cause: error });
      });
      if (letter) unsettled.add(letter);
      progress?.((index + 1) / acts.length, what);
    }
    await quiet.reached();
    await clock.advance(Math.max(0, endOffsetMs - clock.now().offsetMs));
    await quiet.reached();
  } finally {
    await quiet.close();
  }
}

async function namesOf(offices: Offices): Promise<Map<string, string>> {
  const { items } = await offices.as('information-office').get<{ items: { code: string; name: string }[] }>('routing', '/v1/units?limit=1000');
  return new Map(items.map(({ code, name }) => [code, name]));
}

function actsOf(story: Story, timetable: Timetable, letters: Map<string, Letter>): Act[] {
  const acts: Act[] = [];
  const letterOf = (name: string, channel: StoryLetter['channel']): Letter => {
    if (letters.has(name)) throw new Error(`the story has two letters ${name}`);
    const letter: Letter = { name, channel, papers: {} };
    letters.set(name, letter);
    return letter;
  };
  const then = (letter: Letter, steps: StoryLetter['then']): void => {
    for (const { at, name, fields } of steps) {
      acts.push({ at: timetable.instantOf(at), what: `${letter.name}: ${name}`, letter, done: (scene) => letterDeeds[name].done(scene, letter, fields as never) });
      if (name === 'follow-up') {
        const followUp = letterOf((fields as { as: string }).as, letter.channel);
        then(followUp, story.followUps[followUp.name] ?? []);
      }
    }
  };
  for (const written of story.letters) {
    const letter = letterOf(written.name, written.channel);
    acts.push({ at: timetable.instantOf(written.at), what: `${letter.name} is written`, letter, done: (scene) => register(scene, letter, written) });
    then(letter, written.then);
  }
  for (const { at, name, fields } of story.city) {
    // A point of a forum may become a letter, of which more is told.
    const { as } = fields as { as?: string };
    const letter = as === undefined ? undefined : letterOf(as, 'forum');
    acts.push({ at: timetable.instantOf(at), what: name, ...(letter && { letter }), done: (scene) => cityDeeds[name].done(scene, fields as never) });
    if (letter) then(letter, story.followUps[letter.name] ?? []);
  }
  const last = timetable.instantOf(`${storyDays} 23:59`);
  const late = acts.find(({ at }) => at > last);
  if (late) throw new Error(`"${late.what}" lies after the story's last day`);
  return acts.sort((a, b) => a.at.getTime() - b.at.getTime());
}

async function register({ offices, timetable, sessions, now }: Scene, letter: Letter, written: StoryLetter): Promise<void> {
  const { channel, name, writer, phone, session, title, text, kind, visibility, unit, likes } = written;
  letter.receipt = await offices.channel(channel).post<NonNullable<Letter['receipt']>>('intake', `/v1/channels/${channel}/messages`, {
    externalId: name,
    occurredAt: now(),
    author: { externalId: writer, displayName: writer, ...(phone !== undefined && { contact: { phone } }) },
    ...(title !== undefined && { title: timetable.written(title) }),
    text: timetable.written(text),
    ...(session !== undefined && { sessionId: sessions.get(session) }),
    ...Object.fromEntries(Object.entries({ kind, visibility, unit, likes }).filter(([, value]) => value !== undefined)),
  });
}
