import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import { STATUS_CODES } from 'node:http';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { problemOfStatus, sendProblem } from './problem.filter.js';
import { platformProblem, type Problem } from './problem.js';

/** An address that the router cannot read reaches no filter. Nothing of it is said again: it can hold a number or a name. */
export function answerFrameworkError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  const problem = error.code === 'FST_ERR_BAD_URL' ? platformProblem('malformed-request') : problemOfStatus(error.statusCode ?? 500);
  sendProblem(problem, request, reply);
}

const connectionErrors: Readonly<Record<string, () => Problem>> = {
  HPE_HEADER_OVERFLOW: () => platformProblem('headers-too-large'),
  ERR_HTTP_REQUEST_TIMEOUT: () => platformProblem('request-timeout'),
};

/** What Node cannot even parse has no request and no reply, only its connection. */
export function answerClientError(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const problem = connectionErrors[error.code ?? '']?.() ?? platformProblem('malformed-request');
  if (socket.writable) {
    const body = JSON.stringify(problem.toDocument('zh', `urn:uuid:${randomUUID()}`));
    const head = [
      `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status] ?? ''}`,
      'Content-Type: application/problem+json; charset=utf-8',
      'Content-Language: zh-CN',
      'Cache-Control: no-store',
      'Connection: close',
      `Content-Length: ${Buffer.byteLength(body)}`,
    ];
    socket.write(`${head.join('\r\n')}\r\n\r\n${body}`);
  }
  socket.destroy(error);
}
