import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { ChannelName } from '@wenzheng/contracts';
import { DATA_SOURCE, planned, type DataSource, type EntityManager } from '@wenzheng/platform';
import { Editions, noticeTitle, stateCouncilCalendar, stateCouncilNotices, type BusinessDate, type LoadedNotice, type WorkingCalendar } from '@wenzheng/working-days';
import { announceNotices } from './calendar/notice-announcements.js';
import { shippedPolicies } from './policy/default-policy.rules.js';
import { policyOn, type Policy } from './policy/policy.rules.js';

type Queries = Pick<EntityManager, 'query'>;

/** How much has been added: nothing ever goes, so that equal numbers are the same rulebook. */
export interface RulebookVersion {
  notices: number;
  policies: number;
}

/**
 * Every version of policies and calendar, as this replica knows them. Guarantee: whoever computes within {@link hold} does so with
 * the latest that is committed, and none is committed before he has finished; no replica fires by an old one.
 */
@Injectable()
export class Rulebook implements OnModuleInit {
  private policies: readonly Policy[] = shippedPolicies;
  private editions!: Editions;

  constructor(@Inject(DATA_SOURCE) private readonly dataSource: DataSource) {}

  async onModuleInit(): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      await this.change(manager);
      await insertShipped(manager);
      await announceNotices(manager);
    });
    await this.refresh();
  }

  /** The current one. */
  get calendar(): WorkingCalendar {
    return this.editions.current;
  }

  get calendars(): Editions {
    return this.editions;
  }

  /** In order of channels and versions. */
  get allPolicies(): readonly Policy[] {
    return this.policies;
  }

  /** In force on that day for what is registered on it. */
  policyOn(channel: ChannelName, date: BusinessDate): Policy {
    return policyOn(this.policies, channel, date);
  }

  calendarOf(version: string): WorkingCalendar {
    return this.editions.of(version);
  }

  policyOf(channel: ChannelName, version: string): Policy | undefined {
    return this.policies.find((policy) => policy.channel === channel && policy.version === version);
  }

  /** Of what this replica knows. */
  get version(): RulebookVersion {
    return { notices: this.editions.revision, policies: this.policies.length };
  }

  /** In the caller's transaction and before anything is computed: until its end no version is added. */
  async hold(manager: EntityManager): Promise<void> {
    const [latest] = await manager.query<RulebookVersion[]>(holdSql);
    await this.learn(manager, latest);
  }

  /** In the caller's transaction, which adds a version: waits until nobody computes. Afterwards, when it is committed, {@link refresh}. */
  async change(manager: EntityManager): Promise<void> {
    await manager.query(`SELECT pg_advisory_xact_lock(${rulebookLock})`);
  }

  /** Reads what other replicas have added. */
  async refresh(queries: Queries = this.dataSource): Promise<void> {
    const [latest] = await queries.query<RulebookVersion[]>(
      'SELECT (SELECT max(revision) FROM calendar_notice) AS notices, (SELECT count(*)::int FROM policy) AS policies',
    );
    await this.learn(queries, latest);
  }

  private async learn(queries: Queries, latest: RulebookVersion | undefined): Promise<void> {
    const known = { notices: (this.editions as Editions | undefined)?.revision, policies: this.policies.length };
    if (latest?.notices !== known.notices) this.editions = new Editions(await readNotices(queries));
    if (latest?.policies !== known.policies) this.policies = await readPolicies(queries);
  }
}

const holdSql = planned('SELECT notices, policies FROM hold_rulebook()');
const rulebookLock = `hashtext('rulebook ' || current_schema())`;

/** What this release ships and the database has not: an earlier word on a year, a person's or a release's, stands. */
async function insertShipped(manager: EntityManager): Promise<void> {
  await manager.query(
    `INSERT INTO policy (channel, version, ordinal, effective_from, reason, rules)
     SELECT channel, version, 1, "effectiveFrom", reason, rules
     FROM json_to_recordset($1::json) AS shipped (channel text, version text, "effectiveFrom" date, reason text, rules jsonb) ON CONFLICT DO NOTHING`,
    [JSON.stringify(shippedPolicies)],
  );
  const known = await readNotices(manager);
  const missing = stateCouncilNotices.filter(({ year }) => !known.some((notice) => notice.year === year));
  if (missing.length === 0) return;
  const { version } = missing.reduce((calendar, notice) => calendar.with(notice), known.length > 0 ? new Editions(known).current : stateCouncilCalendar);
  const rows = missing.map(({ year, papers, days }, index) => ({
    revision: (known.at(-1)?.revision ?? 0) + index + 1, year, papers, days, name: noticeTitle(year), shipped: true, calendar_version: version,
  }));
  await manager.query('INSERT INTO calendar_notice SELECT * FROM json_populate_recordset(NULL::calendar_notice, $1::json)', [JSON.stringify(rows)]);
}

const readNotices = (queries: Queries) =>
  queries.query<LoadedNotice[]>(
    'SELECT revision, year, name, number, papers, days, shipped, calendar_version AS "calendarVersion" FROM calendar_notice ORDER BY revision',
  );

const readPolicies = (queries: Queries) =>
  queries.query<Policy[]>(
    'SELECT channel, version, effective_from::text AS "effectiveFrom", reason, rules FROM policy ORDER BY channel, ordinal',
  );
