import { Module, type DynamicModule } from '@nestjs/common';
import { PlatformModule } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import { ApplicationModule } from './application/application.module.js';
import type { ConsoleConfig } from './config.js';
import { PageModule } from './page/page.module.js';
import { ProxyModule } from './proxy/proxy.module.js';
import { SessionModule } from './session/session.module.js';
import { SigningModule } from './signing/signing.module.js';
import { CLOCK, CONFIG } from './tokens.js';
import { UpstreamModule } from './upstream/upstream.module.js';

/** The whole service: its wings, from the ground (`wings.ts`). */
@Module({})
export class ConsoleModule {
  static register(config: ConsoleConfig, clock: Clock): DynamicModule {
    return {
      module: ConsoleModule,
      global: true,
      imports: [PlatformModule.forRoot({ service: 'console', config }), PageModule, UpstreamModule, SessionModule, ProxyModule, ApplicationModule, SigningModule],
      providers: [
        { provide: CONFIG, useValue: config },
        { provide: CLOCK, useValue: clock },
      ],
      exports: [CONFIG, CLOCK],
    };
  }
}
