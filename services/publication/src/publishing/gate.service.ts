import { Inject, Injectable } from '@nestjs/common';
import { judgeReply, readable, type Finding } from '@wenzheng/gate';
import type { EntityManager } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import { CLOCK } from '../tokens.js';

export interface GatedReply {
  replyId: string;
  messageId: string;
  messageNumber: string;
  unit: { code: string; name: string };
  text: string;
  bands: readonly number[] | null;
  sharedWith: string | null;
  /** How many 附件 go with it. */
  attachments: number;
}

type Other = { number: string; text: string };

const daysBack = 90;
/** More that may be the same are not compared: one that is suffices. */
const mostOthers = 20;
/** Short replies are alike by nature; of the real ones that are nearly equal the shortest has 95 characters. */
const fewestToCompare = 40;
const dayMs = 86_400_000;

export const isLongEnoughToCompare = (text: string): boolean => readable(text) >= fewestToCompare;

/** Judges replies with what the service knows around them. */
@Injectable()
export class Gate {
  constructor(@Inject(CLOCK) private readonly clock: Clock) {}

  /** Findings by reply, in the order of the replies. */
  async judge(manager: Pick<EntityManager, 'query'>, replies: readonly GatedReply[]): Promise<Finding[][]> {
    if (replies.length === 0) return [];
    const units = await manager.query<{ code: string; name: string; parent: string | null }[]>('SELECT code, name, parent FROM unit WHERE NOT removed');
    const others = await this.others(manager, replies);
    const linked = await this.linked(manager, replies);
    return replies.map((reply, index) => {
      const before = replies.slice(0, index).filter((one) => matterOf(one) !== matterOf(reply) && reply.bands !== null);
      return judgeReply(reply.text, {
        number: reply.messageNumber,
        linkedNumbers: linked.get(reply.messageId)?.map(({ number }) => number) ?? [],
        attachments: reply.attachments,
        ...namesAround(reply.unit, units),
        others: [...(others.get(reply.replyId) ?? []), ...before.filter(({ bands }) => sharesBand(bands, reply.bands)).map(({ messageNumber: number, text }) => ({ number, text }))],
      });
    });
  }

  /** 追问 and what they follow are one matter, and so is what is handled as one 并单. */
  private async linked(manager: Pick<EntityManager, 'query'>, replies: readonly GatedReply[]): Promise<Map<string, { number: string }[]>> {
    const rows = await manager.query<{ messageId: string; number: string }[]>(
      `SELECT asked.id AS "messageId", message_number AS number FROM unnest($1::uuid[]) AS asked (id)
       JOIN message ON message.follow_up_to = asked.id OR message.message_id = (SELECT follow_up_to FROM message WHERE message_id = asked.id)
         OR message.merged_into IN (asked.id, (SELECT merged_into FROM message WHERE message_id = asked.id)) OR message.message_id = (SELECT merged_into FROM message WHERE message_id = asked.id)
       WHERE message_number IS NOT NULL`,
      [[...new Set(replies.map(({ messageId }) => messageId))]],
    );
    return Map.groupBy(rows, ({ messageId }) => messageId);
  }

  /** What was published of other messages in the last 90 days and shares a band. */
  private async others(manager: Pick<EntityManager, 'query'>, replies: readonly GatedReply[]): Promise<Map<string, Other[]>> {
    const compared = replies.filter(({ bands }) => bands !== null);
    if (compared.length === 0) return new Map();
    const rows = await manager.query<(Other & { replyId: string })[]>(
      `SELECT asked.reply_id AS "replyId", other.text, message.message_number AS number
       FROM jsonb_to_recordset($1::jsonb) AS asked (reply_id text, message_id uuid, matter uuid, bands integer[])
       CROSS JOIN LATERAL (
         SELECT message_id, text FROM reply
         WHERE bands IS NOT NULL AND bands && asked.bands AND state = 'published' AND published_at > $2 AND message_id <> asked.message_id AND coalesce(shared_with, message_id) <> asked.matter
           AND NOT EXISTS (SELECT FROM message AS linked WHERE (linked.message_id, linked.follow_up_to) IN ((asked.message_id, reply.message_id), (reply.message_id, asked.message_id)))
         ORDER BY published_at DESC LIMIT ${mostOthers}) AS other
       JOIN message ON message.message_id = other.message_id`,
      [
        JSON.stringify(compared.map((reply) => ({ reply_id: reply.replyId, message_id: reply.messageId, matter: matterOf(reply), bands: reply.bands }))),
        new Date(this.clock.now().getTime() - daysBack * dayMs),
      ],
    );
    return Map.groupBy(rows, ({ replyId }) => replyId);
  }
}

/** One answer to several who wrote of one matter is one. */
const matterOf = ({ messageId, sharedWith }: Pick<GatedReply, 'messageId' | 'sharedWith'>): string => sharedWith ?? messageId;

const sharesBand = (one: readonly number[] | null, other: readonly number[] | null): boolean => one !== null && other !== null && one.some((band, at) => band === other[at]);

/** A unit may sign by its own name or by that of a unit above it. */
function namesAround(unit: GatedReply['unit'], units: readonly { code: string; name: string; parent: string | null }[]): { ownNames: string[]; otherUnits: string[] } {
  const byCode = new Map(units.map((one) => [one.code, one]));
  const own = new Set([unit.code]);
  for (let above = byCode.get(unit.code)?.parent; above != null && !own.has(above); above = byCode.get(above)?.parent) own.add(above);
  const ownNames = [unit.name, ...units.filter(({ code }) => own.has(code)).map(({ name }) => name)];
  return { ownNames, otherUnits: units.filter(({ code, name }) => !own.has(code) && !ownNames.includes(name)).map(({ name }) => name) };
}
