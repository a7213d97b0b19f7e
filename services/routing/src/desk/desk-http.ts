import { isStorableText } from '@wenzheng/contracts';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { DeskAnswer } from './desk.js';

/** 201 with the address of the message that now shows it, or 200 for a repeat. */
export function answerCreated<Answer extends { messageId: string }>(response: FastifyReply, { answer, repeated }: DeskAnswer<Answer>): Answer {
  void response.status(repeated ? 200 : 201).header('location', `/v1/messages/${answer.messageId}`);
  return answer;
}

/** Text that a person wrote: some of it visible, all of it storable. */
export const prose = (maximum: number) =>
  z.string().max(maximum).refine((text) => text.trim() !== '' && isStorableText(text), 'empty, or holds U+0000 or a lone surrogate');

export const messageIdSchema = z.uuid().transform((id) => id.toLowerCase());
