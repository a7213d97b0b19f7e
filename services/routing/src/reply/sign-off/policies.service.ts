import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { Inject, Injectable } from '@nestjs/common';
import { instantSchema, messageKindSchema, prose, type MessageKind } from '@wenzheng/contracts';
import { DATA_SOURCE, audit, insertRows, pageFrom, type Caller, type DataSource, type EntityManager, type Page } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import { z } from 'zod';
import { problem } from '../../problems.js';
import { CLOCK } from '../../tokens.js';
import { UnitRegistry } from '../../unit/unit-registry.service.js';
import { unitCodeSchema } from '../../unit/units-file.rules.js';
import { SignOffPolicyEntity } from './policy.entity.js';
import { policyFor, signOffStepsSchema, type DecidedPolicy, type SignOffPolicy } from './sign-off.rules.js';

export const policyBodySchema = z.strictObject({
  unit: unitCodeSchema.nullable().default(null).describe('null: of every unit'),
  kind: messageKindSchema.nullable().default(null).describe('of message; null: of every kind'),
  steps: signOffStepsSchema.nullable().describe('who may take each step, the last one signs; empty: the web admin signs; null: what holds more generally holds again'),
  drafterMaySign: z.boolean().default(true).describe('whoever wrote the last version may approve and sign it'),
  reason: prose(500),
});
export type PolicyBody = z.output<typeof policyBodySchema>;

export const policySchema = z
  .object({
    policyId: z.uuid(),
    unit: z.string().nullable(),
    kind: messageKindSchema.nullable(),
    steps: signOffStepsSchema.nullable(),
    drafterMaySign: z.boolean(),
    reason: z.string(),
    decidedBy: z.string(),
    decidedAt: instantSchema,
  })
  .meta({ id: 'SignOffPolicy' });
type PolicyRow = Omit<z.infer<typeof policySchema>, 'decidedAt'> & { decidedAt: Date };

/** The latest of each scope. */
const holdingSql = `SELECT DISTINCT ON (unit_code, kind) policy_id AS "policyId", unit_code AS unit, kind, steps, drafter_may_sign AS "drafterMaySign", reason,
  decided_by AS "decidedBy", decided_at AS "decidedAt" FROM sign_off_policy`;
const newestFirst = 'ORDER BY unit_code, kind, decided_at DESC, policy_id';

/** 签发规则: how many steps a unit's papers take, and whose; data, changed while running. */
@Injectable()
export class Policies {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(UnitRegistry) private readonly registry: UnitRegistry,
  ) {}

  async holding(manager: Pick<EntityManager, 'query'>, unitCode: string, kind: MessageKind | null): Promise<SignOffPolicy> {
    const rows = await manager.query<PolicyRow[]>(
      `${holdingSql} WHERE (unit_code = $1 OR unit_code IS NULL) AND (kind = $2 OR kind IS NULL) ${newestFirst}`,
      [unitCode, kind],
    );
    return policyFor(rows.map(({ unit, ...row }): DecidedPolicy => ({ ...row, unitCode: unit })), unitCode, kind);
  }

  async list({ after, limit }: { after?: string | undefined; limit: number }): Promise<Page<PolicyRow>> {
    const rows = await this.dataSource.query<PolicyRow[]>(
      `SELECT * FROM (${holdingSql} ${newestFirst}) AS holding WHERE $1::uuid IS NULL OR "policyId" > $1 ORDER BY "policyId" LIMIT $2`,
      [after ?? null, limit + 1],
    );
    return pageFrom(rows, limit, ({ policyId }) => policyId);
  }

  /** What one has decided oneself and holds is, in the same words, decided already. @throws Problem `routing.unit-not-in-registry` */
  async decide({ unit, ...body }: PolicyBody, caller: Caller): Promise<{ policy: PolicyRow; repeated: boolean }> {
    return this.dataSource.transaction(async (manager) => {
      await manager.query(`SELECT pg_advisory_xact_lock(hashtext('sign-off policy ' || current_schema()))`);
      if (unit !== null && !(await this.registry.tree(manager)).get(unit)) throw problem('routing.unit-not-in-registry', { parameters: { unit } });
      const before = (await manager.query<PolicyRow[]>(`${holdingSql} WHERE unit_code IS NOT DISTINCT FROM $1 AND kind IS NOT DISTINCT FROM $2 ${newestFirst}`, [unit, body.kind]))[0];
      if (before && before.decidedBy === caller.subject && isDeepStrictEqual(wordsOf(before), wordsOf(body))) return { policy: before, repeated: true };
      const policy = { ...body, policyId: randomUUID(), decidedBy: caller.subject, decidedAt: this.clock.now() };
      await insertRows(manager, SignOffPolicyEntity, [{ ...policy, unitCode: unit }]);
      const after = { steps: body.steps, drafterMaySign: body.drafterMaySign };
      await audit(manager, { by: caller, at: policy.decidedAt, did: 'sign-off-policy.decided', about: unit ?? '*', before: before && { steps: before.steps, drafterMaySign: before.drafterMaySign }, after, details: { kind: body.kind, reason: body.reason } });
      return { policy: { ...policy, unit }, repeated: false };
    });
  }
}

const wordsOf = ({ steps, drafterMaySign, reason }: Pick<PolicyRow, 'steps' | 'drafterMaySign' | 'reason'>) => ({ steps, drafterMaySign, reason });
