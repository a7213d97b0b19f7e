// Loads a lib from source as a browser would, in a process that has let go of what only Node has, and prints what it made as JSON.
import { isBuiltin, registerHooks } from 'node:module';

const [name] = process.argv.slice(2);
const print = console.log;
const conditions = ['wenzheng-source', 'browser', 'import', 'default'];
registerHooks({
  resolve(specifier, context, next) {
    if (isBuiltin(specifier)) throw new Error(`${specifier} is imported by ${context.parentURL}`);
    const found = context.parentURL?.endsWith('.ts') ? specifier.replace(/^(\.\.?\/.*)\.js$/, '$1.ts') : specifier;
    return next(found, { ...context, conditions });
  },
});
for (const own of ['process', 'Buffer', 'global', 'setImmediate', 'clearImmediate']) delete globalThis[own];

const uses = {
  '@wenzheng/contracts': ({ createEvent, parseEvent, unitChanged }) => {
    const data = { unit: { code: 'water', name: '市水务局' }, parent: null, level: 2, phones: [], removed: false };
    const event = createEvent(unitChanged, { subject: 'water', sequence: 1, time: new Date(0), data });
    return { versionOfId: event.id[14], data: parseEvent(unitChanged, event).data };
  },
  '@wenzheng/gate': ({ judgeReply }) => ({ codes: judgeReply('请向有关部门反映。').map(({ code }) => code) }),
  '@wenzheng/imports': async ({ beforeFirstLine, importLines, linesOf }) => {
    const line = JSON.stringify({ id: 1, user: 'U', submitted_at: '2026-03-02T09:30:00+08:00', body: '路灯' });
    // In pieces, so that a line is put together from several.
    const bytes = new Blob([`${line}\nno json\n`]).stream().pipeThrough(new TransformStream({ transform: (chunk, out) => [chunk.slice(0, 9), chunk.slice(9)].forEach((piece) => out.enqueue(piece)) }));
    const messages = [];
    const register = async (body) => (messages.push(...body.messages.map(({ text }) => text)), [{ status: 'created', messageId: 'm' }]);
    const plan = { channel: 'board', endpoints: { register }, words: { faults: ([{ code }]) => code } };
    let state = beforeFirstLine;
    for await (state of importLines(linesOf(bytes), state, plan));
    return { lines: state.lines, messages, refusals: state.refusals };
  },
  '@wenzheng/wording': async ({ channelWords, deadlineSentence }) => {
    const { stateCouncilCalendar } = await import('@wenzheng/working-days');
    const view = { registeredOn: '2026-11-23', replyDueOn: '2026-11-26', finalDueOn: '2026-12-07', provisional: false, assigned: true };
    return { channel: channelWords.zh.board, sentence: deadlineSentence(view, new Date('2026-11-23T02:00:00Z'), stateCouncilCalendar) };
  },
};
const loaded = await import(name);
print(JSON.stringify({ ...(await uses[name](loaded)), process: typeof globalThis.process }));
