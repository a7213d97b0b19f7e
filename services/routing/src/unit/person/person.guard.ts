import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ACCESS, type Access, type Caller } from '@wenzheng/platform';
import { People } from './people.service.js';

/**
 * After the token the registry is asked, at every request: the caller goes on with those roles of the token that it confirms, and must have one of
 * those that the endpoint allows.
 */
@Injectable()
export class PersonGuard implements CanActivate {
  constructor(
    @Inject(Reflector) private readonly reflector: Reflector,
    @Inject(People) private readonly people: People,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return true;
    const access = this.reflector.getAllAndOverride<Access | undefined>(ACCESS, [context.getHandler(), context.getClass()]);
    if (access?.kind !== 'roles') return true;
    const request = context.switchToHttp().getRequest<{ caller?: Caller }>();
    const { caller } = request;
    // The guard of the platform stands before this one.
    if (!caller) return false;
    const allowed = caller.roles.filter((role) => access.roles.includes(role));
    const { name, roles } = await this.people.personOf(caller, undefined, allowed);
    request.caller = { ...caller, name, roles };
    return true;
  }
}
