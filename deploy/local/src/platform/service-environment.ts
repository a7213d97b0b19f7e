import { services, type DeployedService } from '@wenzheng/contracts';
import type { Secrets } from './secrets.js';

export interface Surroundings {
  databaseUrls: Record<DeployedService, string>;
  natsUrl: string;
  natsUsers: Record<DeployedService, { user: string; password: string }>;
  issuer: string;
  /** The client that deadline-supervision reads the other services' ledgers with. */
  ledgerReader: { id: string; secret: string };
  /** The client that people sign in to the console with. */
  consoleClient: { id: string; secret: string };
  /** Where people find the pages of publication and intake. */
  portalUrl: string;
  serviceUrls: Record<DeployedService, string>;
  operationsUrls: Record<DeployedService, string>;
  controllableClock: boolean;
  probed: boolean;
  unitsFile: string;
  attachmentsFolder: string;
  /** What papers as PDF are set in, where this machine has any. */
  fontsFolder: string | undefined;
  /** Head and foot of the pages that citizens read, as settings; CITY_NAME among them. */
  site: Record<string, string>;
  secrets: Secrets;
}

/** What of the launcher's own environment services may see; Jest's NODE_OPTIONS, for one, is not theirs. */
const inherited = /^(PATH|HOME|TZ|LANG|LC_\w+|LOG_LEVEL|OTEL_\w+|SSL_CERT_FILE|NODE_EXTRA_CA_CERTS|NODE_COMPILE_CACHE)$/;

/** What every program of a service gets of it. */
export const inheritedEnvironment = (launcher: NodeJS.ProcessEnv): Record<string, string> => defined(Object.entries(launcher).filter(([name]) => inherited.test(name)));

/** The environment of one service: the same for each of its replicas but for PORT and OPERATIONS_PORT. */
export function environmentOf(service: DeployedService, around: Surroundings, launcher: NodeJS.ProcessEnv): Record<string, string> {
  const user = around.natsUsers[service];
  return {
    ...inheritedEnvironment(launcher),
    NODE_ENV: 'development',
    HOST: '127.0.0.1',
    PUBLIC_URL: around.portalUrl,
    DATABASE_URL: around.databaseUrls[service],
    NATS_URL: around.natsUrl,
    NATS_USER: user.user,
    NATS_PASSWORD: user.password,
    OIDC_ISSUER: around.issuer,
    // Publication asks intake on behalf of readers.
    TRUSTED_PROXIES: '127.0.0.1',
    CLOCK: around.controllableClock ? 'controllable' : 'system',
    // Nobody balances between replicas here.
    DRAIN_SECONDS: '0',
    LOG_LEVEL: launcher.LOG_LEVEL || 'info',
    ...own[service](around),
    ...overridesFor(service, launcher),
  };
}

const own: Record<DeployedService, (around: Surroundings) => Record<string, string>> = {
  intake: ({ secrets, site, attachmentsFolder, probed, serviceUrls }) => ({
    ...site,
    ATTACHMENTS_DIR: attachmentsFolder,
    CHANNEL_KEYS: JSON.stringify(secrets.channelKeys),
    VAULT_KEYS: JSON.stringify(secrets.vault),
    TRACKING_KEY: secrets.trackingKey,
    AUTHOR_HASH_KEY: secrets.authorHashKey,
    WEBHOOK_ALLOW_PRIVATE: 'true',
    ...(probed ? { PROBE_URL: serviceUrls.intake } : {}),
  }),
  routing: ({ unitsFile, serviceUrls, fontsFolder }) => ({ ...printing(fontsFolder), UNITS_FILE: unitsFile, CONSOLE_URL: serviceUrls.console }),
  publication: ({ site, serviceUrls, secrets, probed }) => ({ ...(probed ? {} : { READ_BACK_SECONDS: '0' }), ...site, LOG_KEY: secrets.logKey, INTAKE_URL: serviceUrls.intake }),
  'deadline-supervision': ({ operationsUrls, ledgerReader, secrets, fontsFolder }) => ({
    ...printing(fontsFolder),
    LEDGER_URLS: JSON.stringify({
      intake: operationsUrls.intake,
      routing: operationsUrls.routing,
      publication: operationsUrls.publication,
    }),
    OIDC_CLIENT_ID: ledgerReader.id,
    OIDC_CLIENT_SECRET: ledgerReader.secret,
    WEBHOOK_KEYS: JSON.stringify(secrets.webhookKeys),
    WEBHOOK_ALLOW_PRIVATE: 'true',
    // The sample city's supervision office is one person.
    DRAFTER_MAY_SIGN: 'true',
  }),
  console: ({ site, serviceUrls, operationsUrls, consoleClient, secrets }) => ({
    CITY_NAME: site['CITY_NAME'] ?? '',
    CONSOLE_URL: serviceUrls.console,
    SERVICE_URLS: JSON.stringify(onBus(serviceUrls)),
    OPERATIONS_URLS: JSON.stringify(onBus(operationsUrls)),
    OIDC_CLIENT_ID: consoleClient.id,
    OIDC_CLIENT_SECRET: consoleClient.secret,
    SESSION_KEYS: JSON.stringify(secrets.sessionKeys),
  }),
};

const printing = (folder: string | undefined): Record<string, string> => (folder === undefined ? {} : { FONTS_DIR: folder });

const onBus = (urls: Record<DeployedService, string>) => Object.fromEntries(services.map((service) => [service, urls[service]]));

/** `WENZHENG_INTAKE_DATABASE_POOL=20` becomes intake's `DATABASE_POOL=20`. */
function overridesFor(service: DeployedService, launcher: NodeJS.ProcessEnv): Record<string, string> {
  const prefix = `WENZHENG_${service.toUpperCase().replaceAll('-', '_')}_`;
  return defined(
    Object.entries(launcher)
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, value]) => [name.slice(prefix.length), value]),
  );
}

function defined(entries: [string, string | undefined][]): Record<string, string> {
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => entry[1] !== undefined));
}
