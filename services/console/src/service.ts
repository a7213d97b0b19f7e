import fastifyCookie from '@fastify/cookie';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createService, loadConfig } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import { serveApplication } from './application/application.js';
import { secureHeaders } from './application/security-headers.js';
import { consoleConfig, refuse, type ConsoleConfig } from './config.js';
import { ConsoleModule } from './console.module.js';
import { serveProxy } from './proxy/proxy.js';

/** The service with everything connected; it does not listen yet. */
export async function openConsole(environment: Record<string, string | undefined>, clockOf: (config: ConsoleConfig) => Clock): Promise<{ app: NestFastifyApplication; config: ConsoleConfig }> {
  const config = loadConfig(consoleConfig, environment, refuse);
  const app = await createService(ConsoleModule.register(config, clockOf(config)), { service: 'console', config });
  await app.register(fastifyCookie);
  secureHeaders(app, config);
  serveProxy(app);
  serveApplication(app);
  return { app, config };
}
