import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { DATA_SOURCE, seal, unseal, type DataSource, type KeyRing, type Role } from '@wenzheng/platform';
import type { ConsoleConfig } from '../config.js';
import { CONFIG } from '../tokens.js';
import type { Tokens } from './provider.js';

/** Who is signed in, as the screens show it; what they may do the services decide by the token. */
export interface Person {
  subject: string;
  username: string;
  name: string;
  unit?: { code: string; name: string };
  roles: Role[];
}

export interface Session {
  idHash: Buffer;
  person: Person;
  tokens: Tokens;
  tokenExpiresAt: Date;
  seenAt: Date;
  endsAt: Date;
}

interface Row {
  id_hash: Buffer;
  person: Person;
  tokens_algorithm: string;
  tokens_key_id: string;
  tokens_nonce: Buffer;
  tokens_ciphertext: Buffer;
  token_expires_at: Date;
  seen_at: Date;
  ends_at: Date;
}

/** The database knows a session by this alone: who reads it can take none over. */
export const hashOf = (secret: string): Buffer => createHash('sha256').update(secret).digest();

const columns = 'id_hash, person, tokens_algorithm, tokens_key_id, tokens_nonce, tokens_ciphertext, token_expires_at, seen_at, ends_at';

/** Rows of sessions: written at the sign-in, when the token is renewed, and at most once a minute to say that somebody is there. */
@Injectable()
export class SessionRows {
  private readonly ring: KeyRing;

  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(CONFIG) config: ConsoleConfig,
  ) {
    this.ring = config.SESSION_KEYS;
  }

  async insert(session: Session, providerSession: string | undefined): Promise<void> {
    const { idHash, person, tokens, tokenExpiresAt, seenAt, endsAt } = session;
    await this.dataSource.query(
      `INSERT INTO session (id_hash, subject, person, provider_session, tokens_algorithm, tokens_key_id, tokens_nonce, tokens_ciphertext, token_expires_at, seen_at, ends_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [idHash, person.subject, JSON.stringify(person), providerSession ?? null, ...this.sealed(idHash, tokens), tokenExpiresAt, seenAt, endsAt],
    );
  }

  /** The session, if it has ended neither by idling since `idleSince` nor by its age. */
  async find(idHash: Buffer, { now, idleSince }: { now: Date; idleSince: Date }): Promise<Session | undefined> {
    const [row] = await this.dataSource.query<Row[]>(`SELECT ${columns} FROM session WHERE id_hash = $1 AND ends_at > $2 AND seen_at > $3`, [idHash, now, idleSince]);
    if (!row) return undefined;
    const sealed = { algorithm: row.tokens_algorithm, keyId: row.tokens_key_id, nonce: row.tokens_nonce, ciphertext: row.tokens_ciphertext };
    return {
      idHash: row.id_hash,
      person: row.person,
      tokens: JSON.parse(unseal(this.ring, ownerOf(idHash), 'tokens', sealed)) as Tokens,
      tokenExpiresAt: row.token_expires_at,
      seenAt: row.seen_at,
      endsAt: row.ends_at,
    };
  }

  /** Somebody is there. Nothing else of the row is written, so that requests side by side overwrite nothing. */
  async see(idHash: Buffer, now: Date): Promise<void> {
    await this.dataSource.query('UPDATE session SET seen_at = $2 WHERE id_hash = $1 AND seen_at < $2', [idHash, now]);
  }

  /** Whether the caller is the one, of all replicas, to renew the token; until then nobody else does. */
  async claimRenewal(idHash: Buffer, now: Date, until: Date): Promise<boolean> {
    const [, claimed] = await this.dataSource.query<[unknown, number]>(
      'UPDATE session SET renewing_until = $3 WHERE id_hash = $1 AND (renewing_until IS NULL OR renewing_until < $2)',
      [idHash, now, until],
    );
    return claimed === 1;
  }

  async renew({ idHash, person, tokens, tokenExpiresAt }: Session): Promise<void> {
    await this.dataSource.query(
      `UPDATE session SET person = $2, tokens_algorithm = $3, tokens_key_id = $4, tokens_nonce = $5, tokens_ciphertext = $6, token_expires_at = $7, renewing_until = NULL
       WHERE id_hash = $1`,
      [idHash, JSON.stringify(person), ...this.sealed(idHash, tokens), tokenExpiresAt],
    );
  }

  async giveUpRenewal(idHash: Buffer): Promise<void> {
    await this.dataSource.query('UPDATE session SET renewing_until = NULL WHERE id_hash = $1', [idHash]);
  }

  async delete(idHash: Buffer): Promise<void> {
    await this.dataSource.query('DELETE FROM session WHERE id_hash = $1', [idHash]);
  }

  async deleteOf(subject: string): Promise<void> {
    await this.dataSource.query('DELETE FROM session WHERE subject = $1', [subject]);
  }

  async deleteOfProviderSession(providerSession: string): Promise<void> {
    await this.dataSource.query('DELETE FROM session WHERE provider_session = $1', [providerSession]);
  }

  async deleteEnded({ now, idleSince }: { now: Date; idleSince: Date }): Promise<void> {
    await this.dataSource.query('DELETE FROM session WHERE ends_at <= $1 OR seen_at <= $2', [now, idleSince]);
  }

  private sealed(idHash: Buffer, tokens: Tokens): [string, string, Buffer, Buffer] {
    const { algorithm, keyId, nonce, ciphertext } = seal(this.ring, ownerOf(idHash), 'tokens', JSON.stringify(tokens));
    return [algorithm, keyId, nonce, ciphertext];
  }
}

const ownerOf = (idHash: Buffer): string => idHash.toString('hex');
