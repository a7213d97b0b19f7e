import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Paper } from '@wenzheng/paper';
import { allowedAction, type Made, DATA_SOURCE, pageFrom, platformProblem, refusedBy, type Caller, type DataSource, type EntityManager } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import type { FindOptionsWhere, ObjectLiteral, QueryDeepPartialEntity, SelectQueryBuilder } from 'typeorm';
import { once } from '../../once.js';
import { problem } from '../../problems.js';
import type { SupervisionConfig } from '../../config.js';
import { CLOCK, CONFIG } from '../../tokens.js';
import { Numbering } from '../numbering/numbering.js';
import { assertRepeated, auditAct, historyOf, isUntouched, recordAct, wrote } from './acts.js';
import type { DocumentKind, Instant } from './document-kind.js';
import type { DocumentEntity } from './document.entity.js';

export interface PageQuery {
  state?: string | undefined;
  after?: string | undefined;
  limit: number;
}

/** What is done with a document of whatever kind. Each step is one transaction: row, history, number, events, audit log. */
@Injectable()
export class Documents {
  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: SupervisionConfig,
    @Inject(Numbering) private readonly numbering: Numbering,
  ) {}

  /** The newest first. `next` is null on the last page. */
  async list<Row extends DocumentEntity>(kind: DocumentKind<Row, string>, { state, after, limit }: PageQuery, caller: Caller, filter: FindOptionsWhere<Row> = {}) {
    const query = this.visible(kind, caller, this.dataSource.manager).andWhere({ ...filter, ...(state === undefined ? {} : { state }) });
    const place = (document: string) => `${document}.${kind.listedBy}, ${document}.id`;
    if (after !== undefined) {
      const one = query.subQuery().select(place('one')).from(kind.entity, 'one').where('one.id = :after').getQuery();
      query.andWhere(`(${place('document')}) < ${one}`, { after });
    }
    const rows = await query.orderBy(`document.${kind.listedBy}`, 'DESC').addOrderBy('document.id', 'DESC').limit(limit + 1).getMany();
    const { items, next } = pageFrom(rows, limit, ({ id }) => id);
    return { items: items.map((row) => kind.summary(row)), next };
  }

  /** @param admitted what the caller's roles are ever admitted to */
  async one<Row extends DocumentEntity, Action extends string>(kind: DocumentKind<Row, Action>, id: string, caller: Caller, admitted: readonly Action[]): Promise<object> {
    const row = await this.row(kind, id, caller);
    const now = this.clock.now();
    const { manager } = this.dataSource;
    const allowed = async (action: Action) => allowedAction(action, await refusedBy(async () => {
      if (!this.columnsAfter(kind, row, action, caller, now)) throw problem('deadline-supervision.not-in-this-state', { parameters: { state: row.state } });
      await this.assertReady(kind, { manager, row, action, now }, caller);
    }));
    return { ...(await kind.one(row, await historyOf(this.dataSource, id), caller)), allowedActions: await Promise.all(admitted.map(allowed)) };
  }

  async paper<Row extends DocumentEntity>(kind: DocumentKind<Row, string>, id: string, caller: Caller): Promise<Paper> {
    const row = await this.row(kind, id, caller);
    return kind.paper(row, caller, this.numbering.officesAt(kind.signedAt(row) ?? this.clock.now()));
  }

  /** @throws Problem `not-found`, also for one that the caller may not see */
  async row<Row extends DocumentEntity>(kind: DocumentKind<Row, string>, id: string, caller: Caller): Promise<Row> {
    return found(await this.visible(kind, caller, this.dataSource.manager).andWhere({ id }).getOne());
  }

  /** A person begins one; a repeat of the request, or of what stands already, is that one. */
  async begin<Row extends DocumentEntity>(kind: DocumentKind<Row, string>, details: object, caller: Caller, idempotencyKey: string | null): Promise<Made> {
    return this.dataSource.transaction(async (manager) => {
      const now = this.clock.now();
      const make = async (): Promise<Made> => {
        const id = randomUUID() as string;
        const beginning = await kind.begin({ manager, id, details: details as never, caller, now });
        if ('standing' in beginning) return { id: beginning.standing, isRepeat: true };
        await this.insert(manager, kind, { id, by: caller.subject, ...beginning });
        await auditAct(manager, id, { noun: kind.series, act: beginning.act, by: caller, at: now });
        return { id, isRepeat: false };
      };
      return once(manager, { caller: caller.subject, kind: kind.series, details, idempotencyKey }, now, { make, stands: (id) => isUntouched(manager, id) });
    });
  }

  /** In the caller's transaction; `by` is a person, or `rule`. */
  async insert<Row extends DocumentEntity>(
    manager: EntityManager,
    { entity }: Pick<DocumentKind<Row, string>, 'entity'>,
    { id = randomUUID(), by, act, details, columns }: { id?: string; by: string; act: string; details: object; columns: Partial<Row> },
  ): Promise<void> {
    await manager.insert(entity, { ...columns, id } as QueryDeepPartialEntity<Row>);
    await recordAct(manager, id, { act, by, at: this.clock.now(), details });
  }

  /** @returns whether it was done before, in the same words, and nothing has changed */
  async step<Row extends DocumentEntity, Action extends string>(kind: DocumentKind<Row, Action>, id: string, action: Action, details: object, caller: Caller): Promise<boolean> {
    return this.dataSource.transaction(async (manager) => {
      const now = this.clock.now();
      const row = found(await this.visible(kind, caller, manager).andWhere({ id }).setLock('pessimistic_write').getOne());
      const own = this.columnsAfter(kind, row, action, caller, now);
      const signature = action === kind.signedBy ? { signatory: caller.name } : {};
      const said = { ...details, ...signature };
      if (!own) {
        await assertRepeated(manager, id, row.state, action, said);
        return true;
      }
      await this.assertReady(kind, { manager, row, action, now }, caller);
      const more = await kind.changes[action]?.({ manager, row, details: details as never, caller, now });
      // Last, so that the series is locked only briefly.
      const numbered = action === kind.signedBy ? { number: await this.numbering.next(manager, kind.series, now) } : {};
      await manager.update(kind.entity, { id } as FindOptionsWhere<Row>, { ...own, ...more, ...signature, ...numbered } as QueryDeepPartialEntity<Row>);
      await recordAct(manager, id, { act: action, by: caller.subject, at: now, details: { ...said, ...numbered } });
      await kind.follow?.(manager, row, await manager.findOneByOrFail<Row & ObjectLiteral>(kind.entity, { id } as FindOptionsWhere<Row>), now);
      await auditAct(manager, id, { noun: kind.series, act: action, by: caller, at: now });
      return false;
    });
  }

  /** Null where the document's state has no place for it. */
  private columnsAfter<Row extends DocumentEntity, Action extends string>(kind: DocumentKind<Row, Action>, row: Row, action: Action, caller: Caller, now: Date): Partial<Row> | null {
    kind.assertActor?.(row, action, caller);
    return kind.after(row, action, now);
  }

  private async assertReady<Row extends DocumentEntity, Action extends string>(
    kind: DocumentKind<Row, Action>,
    at: Instant<Row, Action>,
    caller: Caller,
  ): Promise<void> {
    if (at.action === 'sign' && !this.config.DRAFTER_MAY_SIGN && (await wrote(at.manager, at.row.id, caller))) throw problem('deadline-supervision.drafter-cannot-sign');
    await kind.assertReady?.(at);
  }

  private visible<Row extends DocumentEntity>(kind: DocumentKind<Row, string>, caller: Caller, manager: EntityManager): SelectQueryBuilder<Row & ObjectLiteral> {
    return manager.createQueryBuilder<Row & ObjectLiteral>(kind.entity, 'document').where(kind.visibleTo(caller));
  }
}

function found<Row>(row: Row | null): Row {
  if (!row) throw platformProblem('not-found');
  return row;
}
