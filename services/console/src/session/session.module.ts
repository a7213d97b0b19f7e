import { Module } from '@nestjs/common';
import { UpstreamModule } from '../upstream/upstream.module.js';
import { BackChannel } from './back-channel.js';
import { Provider } from './provider.js';
import { SessionController } from './session.controller.js';
import { SessionGuard } from './session.guard.js';
import { SessionRows } from './session.rows.js';
import { SessionService } from './session.service.js';
import { SignInController } from './sign-in.controller.js';

/** Who is signed in. */
@Module({
  imports: [UpstreamModule],
  controllers: [SignInController, SessionController],
  providers: [Provider, BackChannel, SessionRows, SessionService, SessionGuard],
  exports: [SessionGuard, SessionService],
})
export class SessionModule {}
