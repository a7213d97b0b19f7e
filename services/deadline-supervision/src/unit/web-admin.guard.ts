import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ACCESS, DATA_SOURCE, platformProblem, type Access, type Caller, type DataSource } from '@wenzheng/platform';
import { problem } from '../problems.js';

/**
 * A web admin's token goes on being valid when its person has left the office: whoever is admitted as a web admin alone is
 * looked for in the registry, as it last told of the unit.
 */
@Injectable()
export class WebAdminGuard implements CanActivate {
  constructor(
    @Inject(Reflector) private readonly reflector: Reflector,
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
  ) {}

  /** @throws Problem `deadline-supervision.not-in-registry` */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return true;
    const access = this.reflector.getAllAndOverride<Access | undefined>(ACCESS, [context.getHandler(), context.getClass()]);
    if (access?.kind !== 'roles') return true;
    const { caller } = context.switchToHttp().getRequest<{ caller?: Caller }>();
    if (!caller) throw platformProblem('unauthenticated');
    const admitting = caller.roles.filter((role) => access.roles.includes(role));
    if (admitting.every((role) => role === 'web-admin') && !(await this.isListed(caller))) throw problem('deadline-supervision.not-in-registry');
    return true;
  }

  private async isListed({ unit, subject }: Caller): Promise<boolean> {
    const listed = await this.dataSource.query<unknown[]>(
      'SELECT FROM unit WHERE code = $1 AND NOT removed AND (web_admins IS NULL OR $2 = ANY (web_admins))',
      [unit, subject],
    );
    return listed.length > 0;
  }
}
