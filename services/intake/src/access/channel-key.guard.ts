import { applyDecorators, createParamDecorator, Inject, Injectable, UseGuards, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { ApiSecurity } from '@nestjs/swagger';
import { AllowedBy, RefusesAccess } from '@wenzheng/platform';
import type { FastifyRequest } from 'fastify';
import { problem } from '../problems.js';
import { ChannelKeys, type AdmittedKey } from './channel-keys.js';

export const channelKey = 'channel key';
export const anyKey = 'channel key, or one for tests';
export const sandboxKey = 'channel key for tests';

type KeyRequest = FastifyRequest<{ Params: { channel?: string } }> & { channelKey?: AdmittedKey };

@Injectable()
export class ChannelKeyGuard implements CanActivate {
  protected readonly takesSandbox: boolean = false;

  constructor(@Inject(ChannelKeys) private readonly keys: ChannelKeys) {}

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<KeyRequest>();
    request.channelKey = this.keys.admit(request.headers.authorization, request.params.channel, { takesSandbox: this.takesSandbox });
    return true;
  }
}

@Injectable()
export class AnyKeyGuard extends ChannelKeyGuard {
  protected override readonly takesSandbox = true;
}

@Injectable()
export class SandboxKeyGuard extends AnyKeyGuard {
  override canActivate(context: ExecutionContext): boolean {
    super.canActivate(context);
    refuseReal(context.switchToHttp().getRequest<KeyRequest>().channelKey!);
    return true;
  }
}

/** @throws Problem for a key that is not for tests */
export function refuseReal({ sandbox }: AdmittedKey): void {
  if (!sandbox) throw problem('intake.sandbox-key-needed');
}

const refusesKeys = problem.pick('intake.channel-key-invalid', 'intake.unknown-channel', 'intake.channel-key-of-another-channel');

/** Whoever holds the key of the channel in the path may call this endpoint, but not with one for tests. */
export const ChannelKeyRequired = () =>
  applyDecorators(AllowedBy(channelKey), UseGuards(ChannelKeyGuard), ApiSecurity('channelKey'), RefusesAccess({ ...refusesKeys, ...problem.pick('intake.sandbox-key-refused') }));

/** The same, also with a key for tests, which `PresentedKey` tells: the endpoint keeps what comes with it apart. */
export const AnyKeyRequired = () => applyDecorators(AllowedBy(anyKey), UseGuards(AnyKeyGuard), ApiSecurity('channelKey'), RefusesAccess(refusesKeys));

/** With a key for tests alone. */
export const SandboxKeyRequired = () =>
  applyDecorators(AllowedBy(sandboxKey), UseGuards(SandboxKeyGuard), ApiSecurity('channelKey'), RefusesAccess({ ...refusesKeys, ...problem.pick('intake.sandbox-key-needed') }));

/** The key that let the request in. */
export const PresentedKey = createParamDecorator((_: unknown, context: ExecutionContext): AdmittedKey => {
  const { channelKey } = context.switchToHttp().getRequest<{ channelKey?: AdmittedKey }>();
  if (!channelKey) throw problem('intake.channel-key-invalid');
  return channelKey;
});
