import { randomInt } from 'node:crypto';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { audit, DATA_SOURCE, describeError, LOGGER, Loop, pageFrom, seal, unseal, type Caller, type DataSource, type Logger, type Page } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import { MoreThan } from 'typeorm';
import { z } from 'zod';
import type { IntakeConfig } from '../../config.js';
import { Signatures } from '../../portal/signatures.js';
import { problem } from '../../problems.js';
import { CLOCK, CONFIG } from '../../tokens.js';
import { signUpRefusal } from '../meeting/forum.rules.js';
import type { EntryPageQuery, EntryView, Participant } from '../meeting/forum.schema.js';
import { Forums, type StandingForum, type WrittenForum } from '../meeting/forums.service.js';
import { ForumSignUp } from './sign-up.entity.js';
import type { SignUp } from './sign-up.rules.js';

/** As many as one event can tell of. */
const mostSignUps = 5_000;
/** So long after a forum somebody may still have to be reached. */
export const contactDays = 30;
const dayMs = 86_400_000;
const everyMs = 60 * 60_000;

const letters = '23456789ABCDEFGHJKMNPQRSTVWXYZ';
const field = 'forum participant';
const contactSchema = z.object({ name: z.string(), phone: z.string() });

export type SignUpOutcome = { is: 'signed-up'; code: string; repeated: boolean } | { is: 'known' } | { is: 'full' } | { is: 'closed' };

/** 报名: who they are is sealed, and the public knows a code. Nobody reads a name before the draw, and nothing of it is kept for longer than it is needed. */
@Injectable()
export class SignUps implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly forgetting = new Loop({
    everyMs,
    round: async () => void (await this.forget()),
    failed: (error) => this.logger.warn({ error: describeError(error) }, 'participants of forums were not forgotten; it will be tried again'),
  });

  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: IntakeConfig,
    @Inject(Forums) private readonly forums: Forums,
    @Inject(Signatures) private readonly signatures: Signatures,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.forgetting.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.forgetting.stop();
  }

  /** @throws Problem `intake.forum-not-found` */
  standing(sessionId: string): Promise<StandingForum> {
    return this.forums.standing(this.dataSource.manager, sessionId, null);
  }

  /** Once for a telephone number; the browser that has signed up is shown its code again. */
  async signUp(sessionId: string, { name, phone, group }: SignUp, browser: string): Promise<SignUpOutcome> {
    const personHash = this.signatures.digest(field, `${sessionId} ${phone}`);
    const browserHash = this.signatures.digest('forum browser', `${sessionId} ${browser}`);
    return this.dataSource.transaction(async (manager) => {
      const { forum, session } = await this.forums.standing(manager, sessionId, 'pessimistic_read');
      const signUps = manager.getRepository(ForumSignUp);
      const known = await signUps.findOneBy({ sessionId, personHash });
      if (known) return known.browserHash?.equals(browserHash) ? { is: 'signed-up', code: known.code, repeated: true } : { is: 'known' };
      const signedUpAt = this.clock.now();
      if (signUpRefusal(session, forum, signedUpAt)) return { is: 'closed' };
      if ((await signUps.countBy({ sessionId })) >= mostSignUps) return { is: 'full' };
      const code = newCode();
      const sealed = seal(this.config.VAULT_KEYS, ownerOf(sessionId, code), field, JSON.stringify({ name, phone }));
      const { raw } = await signUps.createQueryBuilder().insert().values({ sessionId, code, group, personHash, browserHash, ...sealed, signedUpAt, withdrawnAt: null, rank: null, lot: null }).orIgnore().returning('code').execute();
      // Another request of the same person has just come through.
      if ((raw as unknown[]).length === 0) return { is: 'known' };
      return { is: 'signed-up', code, repeated: false };
    });
  }

  /** In the order of the lot; before the draw there is nothing to see. */
  async entries(sessionId: string, { after, limit }: EntryPageQuery): Promise<Page<EntryView>> {
    await this.standing(sessionId);
    const found = await this.dataSource.getRepository(ForumSignUp).find({ where: { sessionId, rank: MoreThan(after ?? 0) }, order: { rank: 'ASC' }, take: limit + 1 });
    const { items, next } = pageFrom(found, limit, ({ rank }) => String(rank));
    return { items: items.map(({ code, group, lot }) => ({ code, group, lot: lot ?? 'waiting' })), next };
  }

  /** To call somebody who was selected or moves up. The reading is on record before it is answered. */
  async contact(sessionId: string, code: string, { purpose }: { purpose: string }, by: Caller): Promise<Participant> {
    const at = this.clock.now();
    const contact = await this.dataSource.transaction(async (manager) => {
      const { forum } = await this.forums.standing(manager, sessionId, 'pessimistic_read');
      if (!forum.drawnAt) throw problem('intake.forum-not-drawn');
      const signUp = await manager.getRepository(ForumSignUp).findOneBy({ sessionId, code });
      if (!signUp) throw problem('intake.forum-entry-not-found');
      const { algorithm, keyId, nonce, ciphertext } = signUp;
      if (!algorithm || !keyId || !nonce || !ciphertext) throw problem('intake.forum-entry-forgotten');
      await audit(manager, { by, at, did: 'contact.read', about: `${sessionId} ${code}`, details: { purpose, fields: ['name', 'phone'] } });
      return contactSchema.parse(JSON.parse(unseal(this.config.VAULT_KEYS, ownerOf(sessionId, code), field, { algorithm, keyId, nonce, ciphertext })));
    });
    return { code, ...contact, readAt: at.toISOString() };
  }

  /** At the word of whoever has the code: in no draw that is still to come, and forgotten at once. */
  withdraw(sessionId: string, code: string, by: Caller): Promise<WrittenForum> {
    return this.forums.change(
      sessionId,
      async (manager, _standing, at) => {
        const signUp = await manager.getRepository(ForumSignUp).findOneBy({ sessionId, code });
        if (!signUp) throw problem('intake.forum-entry-not-found');
        if (signUp.withdrawnAt) return true;
        await manager.getRepository(ForumSignUp).update({ sessionId, code }, { withdrawnAt: at, algorithm: null, keyId: null, nonce: null, ciphertext: null, personHash: null, browserHash: null });
        await audit(manager, { by, at, did: 'forum.sign-up-withdrawn', about: `${sessionId} ${code}` });
        return false;
      },
      { isTold: false },
    );
  }

  /** Names and telephone numbers of forums that are over for so long, or were cancelled. @returns of how many */
  async forget(): Promise<number> {
    const [, count] = await this.dataSource.query<[unknown[], number]>(
      `UPDATE forum_sign_up SET algorithm = NULL, key_id = NULL, nonce = NULL, ciphertext = NULL, person_hash = NULL, browser_hash = NULL
       FROM live_session WHERE live_session.session_id = forum_sign_up.session_id AND ciphertext IS NOT NULL AND (ends_at < $1 OR cancelled_at < $1)`,
      [new Date(this.clock.now().getTime() - contactDays * dayMs)],
    );
    return count;
  }
}

const ownerOf = (sessionId: string, code: string): string => `${sessionId} ${code}`;

function newCode(): string {
  const text = Array.from({ length: 8 }, () => letters.charAt(randomInt(letters.length))).join('');
  return `${text.slice(0, 4)}-${text.slice(4)}`;
}
