import helmet from '@fastify/helmet';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { ConsoleConfig } from '../config.js';

const self = ["'self'"];
const none = ["'none'"];

/** Nothing from elsewhere, nothing written into a page, and no page of ours inside another's. */
export function secureHeaders(app: NestFastifyApplication, { CONSOLE_URL, OIDC_ISSUER }: ConsoleConfig): void {
  const isSecure = CONSOLE_URL.startsWith('https:');
  void app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: none,
        scriptSrc: self,
        styleSrc: self,
        imgSrc: self,
        fontSrc: self,
        connectSrc: self,
        manifestSrc: self,
        // The paper beside its form is the service's page to print.
        frameSrc: self,
        // A sign-out is a form of ours that the provider is led to.
        formAction: [...self, new URL(OIDC_ISSUER).origin],
        baseUri: none,
        frameAncestors: none,
        requireTrustedTypesFor: ["'script'"],
      },
    },
    hsts: isSecure,
    referrerPolicy: { policy: 'no-referrer' },
    xFrameOptions: { action: 'deny' },
  });
}
