import { storableText } from '@wenzheng/contracts';
import { Operation, type OperationOptions } from '@wenzheng/platform';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { problem } from '../problems.js';
import type { DeskAnswer } from './desk.js';

/** 201 with the address of the message that now shows it, or 200 for a repeat. */
export function answerCreated<Answer extends { messageId: string }>(response: FastifyReply, { answer, repeated }: DeskAnswer<Answer>): Answer {
  void response.status(repeated ? 200 : 201).header('location', `/v1/messages/${answer.messageId}`);
  return answer;
}

/** What is done about one message; with an `Idempotency-Key` the same request has its effect once. */
export const DeskOperation = ({ schema, problems, ...rest }: Omit<OperationOptions, 'answers' | 'reads'> & { schema: z.ZodType }) => {
  const answer = { schema, headers: ['location'] };
  return Operation({
    ...rest,
    answers: { 201: answer, 200: answer },
    problems: { ...problem.pick('routing.unknown-message', 'routing.idempotency-key-reused'), ...problems },
    reads: { headers: { 'idempotency-key': z.string().regex(/^[\x21-\x7e]{1,200}$/).optional().describe('the same key again: the same answer, with 200') } },
  });
};

/** A unit's code, of a body or an address. */
export const unitCodeSchema = storableText(64).min(1);

export const messageIdSchema = z.uuid().transform((id) => id.toLowerCase());
