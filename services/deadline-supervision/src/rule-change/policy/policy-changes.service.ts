import { Inject, Injectable } from '@nestjs/common';
import { createEvent, policyChanged, type ChannelName } from '@wenzheng/contracts';
import { appendToOutbox } from '@wenzheng/messaging';
import { type Made, audit, DATA_SOURCE, type Caller, type DataSource, type EntityManager } from '@wenzheng/platform';
import { businessDateOf, type BusinessDate, type Clock } from '@wenzheng/working-days';
import { once } from '../../once.js';
import { problem } from '../../problems.js';
import { Rulebook } from '../../rulebook/rulebook.js';
import { CLOCK } from '../../tokens.js';
import { describedPolicy, valuesOf, versionName } from '../../rulebook/policy/default-policy.rules.js';
import { faultOf } from '../../rulebook/policy/limits.rules.js';
import type { Policy, PolicyValues } from '../../rulebook/policy/policy.rules.js';

export interface PolicyChange {
  channel: ChannelName;
  effectiveFrom: BusinessDate;
  reason: string;
  /** What is not named stays as it is in the version before. */
  changes: { [Key in keyof PolicyValues]?: PolicyValues[Key] | undefined };
}

/** New versions of a channel's policy. */
@Injectable()
export class PolicyChanges {
  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(Rulebook) private readonly rulebook: Rulebook,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** From tomorrow on at the earliest: no message that is registered already is touched by it. The same once more changes nothing. */
  async add(change: PolicyChange, by: Caller, idempotencyKey: string | null): Promise<{ policy: Policy; isRepeat: boolean }> {
    const request = { caller: by.subject, kind: 'policy', details: change, idempotencyKey };
    const { id: version, isRepeat } = await this.dataSource.transaction((manager) => {
      const make = async (): Promise<Made> => {
        await this.rulebook.change(manager);
        await this.rulebook.refresh(manager);
        return this.addTo(manager, change, by);
      };
      return once(manager, request, this.clock.now(), { make, stands: (made) => isLatest(manager, change.channel, made) });
    });
    await this.rulebook.refresh();
    const policy = this.rulebook.policyOf(change.channel, version);
    if (!policy) throw new Error('a policy that was just added');
    return { policy, isRepeat };
  }

  private async addTo(manager: EntityManager, { channel, effectiveFrom, reason, changes }: PolicyChange, by: Caller): Promise<Made> {
    const versions = this.rulebook.allPolicies.filter((policy) => policy.channel === channel);
    const last = versions.at(-1);
    if (!last) throw new Error(`no policy for ${channel}`);
    const values = { ...valuesOf(last.rules), ...changes } as PolicyValues;
    const fault = faultOf(channel, values);
    if (fault) throw problem(fault);
    const rules = describedPolicy(channel, values);
    if (last.effectiveFrom === effectiveFrom && JSON.stringify(valuesOf(last.rules)) === JSON.stringify(values)) return { id: last.version, isRepeat: true };
    const now = this.clock.now();
    if (effectiveFrom <= businessDateOf(now) || effectiveFrom < last.effectiveFrom) throw problem('deadline-supervision.policy-too-early');

    const ordinal = versions.length + 1;
    const policy: Policy = { channel, version: versionName(ordinal), effectiveFrom, reason, rules };
    await manager.query('INSERT INTO policy (channel, version, ordinal, effective_from, reason, rules) VALUES ($1, $2, $3, $4, $5, $6)', [
      channel, policy.version, ordinal, effectiveFrom, reason, JSON.stringify(rules),
    ]);
    const data = { channel, version: policy.version, effectiveFrom, changedAt: now.toISOString(), ...values };
    await appendToOutbox(manager, [createEvent(policyChanged, { ...(await nextInPolicy(manager, channel)), time: now, data })]);
    await audit(manager, { by, at: now, did: 'policy.changed', about: `${channel} ${policy.version}`, details: { effectiveFrom, reason, changes } });
    return { id: policy.version, isRepeat: false };
  }
}

async function isLatest(manager: EntityManager, channel: ChannelName, version: string): Promise<boolean> {
  const [latest] = await manager.query<{ version: string }[]>('SELECT version FROM policy WHERE channel = $1 ORDER BY ordinal DESC LIMIT 1', [channel]);
  return latest?.version === version;
}

/** Under {@link Rulebook.change}, after the row was written: subject and sequence of the event that tells of it. */
export async function nextInPolicy(manager: EntityManager, channel: ChannelName): Promise<{ subject: string; sequence: number }> {
  const [row] = await manager.query<{ sequence: number }[]>(
    `SELECT (SELECT count(*) FROM policy WHERE channel = $1)::int - 1 + (SELECT count(*) FROM recalculation WHERE channel = $1)::int AS sequence`,
    [channel],
  );
  return { subject: `policy:${channel}`, sequence: row?.sequence ?? 1 };
}
