import type { LoggerService } from '@nestjs/common';
import { trace } from '@opentelemetry/api';
import { pino, type Logger as PinoLogger } from 'pino';
import { LogOutput } from './log-output.js';
import { describeError } from './problem/failure.js';

export const LOGGER = Symbol('logger');
export type Logger = PinoLogger;

/** JSON lines on standard output. Secrets are cut by name; citizens' words are never given to it. */
export function createLogger(service: string, level: string): Logger {
  const lost = (lines: number) =>
    `${JSON.stringify({ level: 'error', time: new Date().toISOString(), service, alarm: 'log-lost', lines, msg: 'lines of the log could not be written: its disk was full' })}\n`;
  return pino({
    level,
    base: { service },
    mixin: activeSpan,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: { paths: ['authorization', 'password', 'secret', 'token', '*.authorization', '*.password', '*.secret', '*.token'] },
  }, new LogOutput(lost));
}

/** So that a line leads to its trace. */
function activeSpan(): { trace_id?: string; span_id?: string } {
  const span = trace.getActiveSpan()?.spanContext();
  return span ? { trace_id: span.traceId, span_id: span.spanId } : {};
}

/** Nest's own lines through the same logger. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, ...rest: unknown[]): void {
    this.logger.debug({ context: contextOf(rest) }, String(message));
  }
  warn(message: unknown, ...rest: unknown[]): void {
    this.logger.warn({ context: contextOf(rest) }, String(message));
  }
  error(message: unknown, ...rest: unknown[]): void {
    if (message instanceof Error) this.logger.error({ error: describeError(message), context: contextOf(rest) }, 'error');
    else this.logger.error({ context: contextOf(rest) }, String(message));
  }
}

function contextOf(rest: unknown[]): string | undefined {
  const last = rest.at(-1);
  return typeof last === 'string' ? last : undefined;
}
