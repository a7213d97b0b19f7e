import { storableText } from '@wenzheng/contracts';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { DeskAnswer } from './desk.js';

/** 201 with the address of the message that now shows it, or 200 for a repeat. */
export function answerCreated<Answer extends { messageId: string }>(response: FastifyReply, { answer, repeated }: DeskAnswer<Answer>): Answer {
  void response.status(repeated ? 200 : 201).header('location', `/v1/messages/${answer.messageId}`);
  return answer;
}

/** A unit's code, of a body or an address. */
export const unitCodeSchema = storableText(64).min(1);

export const messageIdSchema = z.uuid().transform((id) => id.toLowerCase());
