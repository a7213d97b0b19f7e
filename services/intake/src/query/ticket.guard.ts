import { applyDecorators, Inject, Injectable, UseGuards, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { ApiSecurity } from '@nestjs/swagger';
import { AllowedBy, RefusesAccess } from '@wenzheng/platform';
import type { FastifyRequest } from 'fastify';
import { problem } from '../problems.js';
import { TicketIssuer } from './ticket.js';

export const writersTicket = 'ticket';

/** @throws Problem `intake.ticket-invalid` unless the ticket is ours, has not run out and opens the message in the path */
export function admitWriter(issuer: TicketIssuer, { headers, params }: FastifyRequest): void {
  const [, ticket = ''] = /^Bearer (\S{1,3000})$/.exec(headers.authorization ?? '') ?? [];
  const { messageId = '' } = params as { messageId?: string };
  if (issuer.messageOf(ticket, new Date()) !== messageId.toLowerCase()) throw problem('intake.ticket-invalid');
}

@Injectable()
export class TicketGuard implements CanActivate {
  constructor(@Inject(TicketIssuer) private readonly issuer: TicketIssuer) {}

  canActivate(context: ExecutionContext): boolean {
    admitWriter(this.issuer, context.switchToHttp().getRequest<FastifyRequest>());
    return true;
  }
}

/** The writer alone, by the ticket that number and tracking code gave. */
export const TicketRequired = () =>
  applyDecorators(AllowedBy(writersTicket), UseGuards(TicketGuard), ApiSecurity('ticket'), RefusesAccess(problem.pick('intake.ticket-invalid')));
