import { idempotencyKeyHeader, Operation, type OperationOptions } from '@wenzheng/platform';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { problem } from '../../problems.js';
import type { ActionAnswer } from './message-actions.service.js';

/** 201 with the address of the message that now shows it, or 200 for a repeat. */
export function answerCreated<Answer extends { messageId: string }>(response: FastifyReply, { answer, repeated }: ActionAnswer<Answer>): Answer {
  void response.status(repeated ? 200 : 201).header('location', `/v1/messages/${answer.messageId}`);
  return answer;
}

/** What is done about one message; with an `Idempotency-Key` the same request has its effect once. */
export const MessageOperation = ({ schema, problems, ...rest }: Omit<OperationOptions, 'answers' | 'reads'> & { schema: z.ZodType }) => {
  const answer = { schema, headers: ['location'] };
  return Operation({
    ...rest,
    answers: { 201: answer, 200: answer },
    problems: { ...problem.pick('routing.unknown-message', 'routing.idempotency-key-reused'), ...problems },
    reads: { headers: idempotencyKeyHeader },
  });
};

export const messageIdSchema = z.uuid().transform((id) => id.toLowerCase());
