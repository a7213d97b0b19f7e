import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { checkedWebhookUrl, codeOf, DATA_SOURCE, overlapEndOf, pageFrom, platformProblem, webhookTestOf, type Caller, type DataSource, type EntityManager, type Made, type Page, type WebhookTest } from '@wenzheng/platform';
import { once } from '../../once.js';
import { webhookReach, type SupervisionConfig } from '../../config.js';
import { escalationAddressees, type EscalationAddressee } from '../escalation.entity.js';
import { problem } from '../../problems.js';
import { CONFIG } from '../../tokens.js';
import { WebhookSender } from './delivery/sender.js';
import type { EndpointChange, EndpointPage, FailurePage, NewEndpoint, Replay, WebhookEndpoint, WebhookFailure } from './endpoint.schemas.js';
import { WebhookKeys } from './webhook-keys.js';

/** Each is served by itself, so that there must be an end of them. */
const mostPerOffice = 50;

const selectEndpoint = `
  SELECT id, office, url, description, state, position::text, delivered_at AS "deliveredAt", created_at AS "createdAt", created_by AS "createdBy",
    (SELECT count(*)::int FROM webhook_delivery WHERE endpoint_id = id AND webhook_delivery.state = 'waiting') AS waiting,
    (SELECT count(*)::int FROM webhook_delivery WHERE endpoint_id = id AND webhook_delivery.state = 'failed') AS failed,
    (SELECT json_agg(json_build_object('publicKey', public_key, 'createdAt', ${iso('created_at')}, 'expiresAt', ${iso('expires_at')}) ORDER BY created_at DESC)
     FROM webhook_key WHERE endpoint_id = webhook_endpoint.id) AS keys
  FROM webhook_endpoint`;

function iso(column: string): string {
  return `to_char(webhook_key.${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}

/** Each office keeps its own endpoints. */
const officesOf = ({ roles }: Caller): EscalationAddressee[] => escalationAddressees.filter((office) => roles.includes(office));

/** Where the offices' programmes hear of escalations. */
@Injectable()
export class WebhookEndpoints {
  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(WebhookKeys) private readonly keys: WebhookKeys,
    @Inject(WebhookSender) private readonly sender: WebhookSender,
    @Inject(CONFIG) private readonly config: SupervisionConfig,
  ) {}

  async list(caller: Caller, { after, limit }: EndpointPage): Promise<Page<WebhookEndpoint>> {
    const found = await this.dataSource.query<WebhookEndpoint[]>(
      `${selectEndpoint} WHERE office = ANY ($1) AND ($2::uuid IS NULL OR (created_at, id) > (SELECT created_at, id FROM webhook_endpoint WHERE id = $2))
       ORDER BY created_at, id LIMIT $3`,
      [officesOf(caller), after ?? null, limit + 1],
    );
    return pageFrom(found, limit, ({ id }) => id);
  }

  /** It begins where `after` says, or with what is raised from now on. */
  async create(caller: Caller, wanted: NewEndpoint, idempotencyKey: string | null, now: Date): Promise<{ endpoint: WebhookEndpoint; isRepeat: boolean }> {
    const url = await this.checked(wanted.url);
    const [office] = officesOf(caller);
    return this.dataSource.transaction(async (manager) => {
      const make = async (): Promise<Made> => {
        await manager.query(`SELECT pg_advisory_xact_lock(hashtext('webhook endpoints ' || current_schema()))`);
        const existing = await manager.query<{ id: string; url: string }[]>('SELECT id, url FROM webhook_endpoint WHERE office = $1', [office]);
        const same = existing.find((endpoint) => endpoint.url === url);
        if (same) return { id: same.id, isRepeat: true };
        if (existing.length >= mostPerOffice) throw problem('deadline-supervision.too-many-webhooks');
        const id = randomUUID() as string;
        await manager.query(
          `INSERT INTO webhook_endpoint (id, office, url, description, state, position, created_at, created_by)
           VALUES ($1, $2, $3, $4, 'enabled', coalesce($5::bigint, (SELECT max(position) FROM escalation), 0), $6, $7)`,
          [id, office, url, wanted.description ?? '', wanted.after ?? null, now, caller.subject],
        );
        await this.keys.replace(manager, id, now, now);
        return { id, isRepeat: false };
      };
      const request = { caller: caller.subject, kind: 'webhook-endpoint', details: wanted, idempotencyKey };
      const { id, isRepeat } = await once(manager, request, now, { make, stands: (made) => isThere(manager, made) });
      return { endpoint: await this.one(caller, id, manager), isRepeat };
    });
  }

  async one(caller: Caller, id: string, manager: Pick<EntityManager, 'query'> = this.dataSource): Promise<WebhookEndpoint> {
    const [endpoint] = await manager.query<WebhookEndpoint[]>(`${selectEndpoint} WHERE id = $1 AND office = ANY ($2)`, [id, officesOf(caller)]);
    if (!endpoint) throw platformProblem('not-found');
    return endpoint;
  }

  /** Whoever delivers to it stops, and what it has in hand is delivered again as it says now. */
  async change(caller: Caller, id: string, { url, description, state }: EndpointChange): Promise<WebhookEndpoint> {
    const address = url === undefined ? null : await this.checked(url);
    await this.one(caller, id);
    try {
      await this.dataSource.query(
        `UPDATE webhook_endpoint SET url = coalesce($2, url), description = coalesce($3, description), state = coalesce($4, state), lease = NULL, leased_until = NULL WHERE id = $1`,
        [id, address, description ?? null, state ?? null],
      );
    } catch (error) {
      throw codeOf(error) === '23505' ? problem('deadline-supervision.webhook-url-taken') : error;
    }
    return this.one(caller, id);
  }

  async remove(caller: Caller, id: string): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      await this.one(caller, id, manager);
      // The endpoint's row first: whoever settles a delivery holds it.
      await manager.query('DELETE FROM webhook_endpoint WHERE id = $1', [id]);
      await manager.query('DELETE FROM webhook_delivery WHERE endpoint_id = $1', [id]);
      await manager.query('DELETE FROM webhook_key WHERE endpoint_id = $1', [id]);
    });
  }

  /** A repeat must not replace the key once more: what it replaces would sign no longer. */
  async rotate(caller: Caller, id: string, overlapHours: number, idempotencyKey: string | null, now: Date): Promise<{ endpoint: WebhookEndpoint; isRepeat: boolean }> {
    return this.dataSource.transaction(async (manager) => {
      await this.one(caller, id, manager);
      const make = async (): Promise<Made> => {
        await manager.query('SELECT FROM webhook_endpoint WHERE id = $1 FOR UPDATE', [id]);
        return { id: await this.keys.replace(manager, id, now, overlapEndOf(now, overlapHours)), isRepeat: false };
      };
      const request = { caller: caller.subject, kind: 'webhook-key', details: { id, overlapHours }, idempotencyKey };
      const { isRepeat } = await once(manager, request, now, { make, stands: (publicKey) => this.keys.isNewest(manager, id, publicKey) });
      return { endpoint: await this.one(caller, id, manager), isRepeat };
    });
  }

  async failures(caller: Caller, id: string, { after, limit, state }: FailurePage): Promise<{ items: WebhookFailure[]; next: string }> {
    await this.one(caller, id);
    const items = await this.dataSource.query<WebhookFailure[]>(
      `SELECT position::text, escalation_id AS "escalationId", state, attempts, first_attempt_at AS "firstAttemptAt", last_attempt_at AS "lastAttemptAt",
         next_attempt_at AS "nextAttemptAt", reason
       FROM webhook_delivery WHERE endpoint_id = $1 AND position > $2::bigint AND ($3::text IS NULL OR state = $3) ORDER BY webhook_delivery.position LIMIT $4`,
      [id, after, state ?? null, limit],
    );
    return { items, next: items.at(-1)?.position ?? after };
  }

  /** Everything after a position once more, or one delivery that failed, from now on for another day. */
  async replay(caller: Caller, id: string, replay: Replay, now: Date): Promise<WebhookEndpoint> {
    return this.dataSource.transaction(async (manager) => {
      await this.one(caller, id, manager);
      await manager.query('UPDATE webhook_endpoint SET lease = NULL, leased_until = NULL WHERE id = $1', [id]);
      if ('after' in replay) {
        await manager.query('UPDATE webhook_endpoint SET position = least(position, $2::bigint) WHERE id = $1', [id, replay.after]);
        await manager.query('DELETE FROM webhook_delivery WHERE endpoint_id = $1 AND position > $2::bigint', [id, replay.after]);
      } else {
        const [, found] = await manager.query<[unknown[], number]>(
          `UPDATE webhook_delivery SET state = 'waiting', attempts = 0, first_attempt_at = $3, next_attempt_at = $3, holding = false WHERE endpoint_id = $1 AND position = $2::bigint`,
          [id, replay.failed, now],
        );
        if (found === 0) throw platformProblem('not-found');
      }
      return this.one(caller, id, manager);
    });
  }

  /** One attempt, at once, whatever state the endpoint is in. */
  async test(caller: Caller, id: string, now: Date): Promise<WebhookTest> {
    const endpoint = await this.one(caller, id);
    const outcome = await this.sender.send(endpoint, { id: `test_${randomUUID()}`, type: 'endpoint.test', timestamp: now, data: { endpointId: id } });
    return webhookTestOf(outcome);
  }

  private async checked(address: string): Promise<string> {
    const url = await checkedWebhookUrl(address, webhookReach(this.config));
    if (!url) throw problem('deadline-supervision.webhook-url-refused');
    return url;
  }
}

async function isThere(manager: EntityManager, id: string): Promise<boolean> {
  return (await manager.query<unknown[]>('SELECT FROM webhook_endpoint WHERE id = $1', [id])).length > 0;
}
