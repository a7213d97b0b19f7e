/** Where the servers of the run are; the last four are programs: nats-server, and how Dovecot, clamd and Swift are run. */
export type ServerVariable = 'TEST_POSTGRES_URL' | 'TEST_NATS_URL' | 'TEST_RUN_DIRECTORY' | 'TEST_NATS_SERVER' | 'TEST_DOVECOT' | 'TEST_CLAMD' | 'TEST_SWIFT';

/** An address that `test/servers.setup.mjs` (Jest's globalSetup of the integration specs) left in the environment. */
export function requireServer(variable: ServerVariable): string {
  const value = process.env[variable];
  if (!value) {
    throw new Error(`${variable} is not set: name the spec *.int.spec.ts, so that real servers are started for it`);
  }
  return value;
}
