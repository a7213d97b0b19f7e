import { describe, expect, it } from '@jest/globals';
import { events } from '@wenzheng/contracts';
import { quoted, readmeTable } from '@wenzheng/testing';
import { supervisionConfig } from './config.js';
import { shippedPolicies } from './rulebook/policy/default-policy.rules.js';
import type { LadderRule, PolicyValue } from './rulebook/policy/policy.rules.js';
import { problem } from './problems.js';

const readme = new URL('../README.md', import.meta.url);
const service = 'deadline-supervision';

const [board, ...others] = shippedPolicies.toSorted((a, b) => Number(b.channel === 'board') - Number(a.channel === 'board')).map(({ rules }) => rules);

describe('the README', () => {
  it('prints every value of the policy with its question and its basis, and no other', () => {
    if (!board) throw new Error('no policy for the board');
    const { ladder, ...numbers } = board;
    const shown = ({ value, basis, requirement, zh, en }: PolicyValue<unknown>, text = String(value)) => [`${zh} ${en} (${requirement})`, text, basis];
    const step = ({ step: name, from, workingDays, at, issue }: LadderRule) => `${name} ${from}${workingDays < 0 ? '' : '+'}${workingDays} ${at} ${issue}`;
    expect(readmeTable(readme, 'question')).toEqual([
      ...Object.values(numbers).map((value) => shown(value)),
      ...ladder.map((rule) => shown(rule, step(rule.value))),
    ]);
  });

  it('R09–R11 are stated for 市民心声 and a default everywhere else', () => {
    expect([board?.replyWorkingDays.basis, board?.finalWorkingDays.basis, board?.extensionWithinWorkingDays.basis]).toEqual(['stated', 'stated', 'stated']);
    for (const channel of others) expect([channel.replyWorkingDays.basis, channel.replyWorkingDays.value]).toEqual(['default', 3]);
  });

  it('lists every error code with its status, and no other', () => {
    const documented = Object.fromEntries(readmeTable(readme, 'code').map(([code, status]) => [quoted(code ?? '')[0], Number(status)]));
    expect(documented).toEqual(Object.fromEntries(Object.entries(problem.catalogue).map(([code, { status }]) => [code, status])));
  });

  it('lists every setting, and no other', () => {
    const documented = readmeTable(readme, 'setting').flatMap(([settings]) => quoted(settings ?? ''));
    expect(documented.toSorted()).toEqual(Object.keys(supervisionConfig.shape).toSorted());
  });

  it('lists the events in and out as the bus has them', () => {
    const documented = readmeTable(readme, 'event').map(([event, direction]) => `${direction} ${quoted(event ?? '')[0]}`);
    const onBus = [
      ...events.filter(({ owner }) => owner === service).map(({ subject }) => `out ${subject}`),
      ...events.filter(({ consumers }) => consumers.includes(service)).map(({ subject }) => `in ${subject}`),
    ];
    expect(documented.toSorted()).toEqual(onBus.toSorted());
  });
});
