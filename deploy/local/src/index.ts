export { startPlatform, type Platform, type PlatformOptions } from './platform/platform.js';
export type { ClientCredentials, Endpoints } from './platform/endpoints.js';
export type { BusinessTimeReading } from './time/business-time.js';
export { startPostgres, type PostgresOptions, type RunningPostgres } from './postgres/postgres.js';
export { startNats, type NatsOptions, type RunningNats } from './nats/nats-server.js';
export { findNatsServer } from './nats/nats-binary.js';
export { findProgram, type DebianProgram } from './programs/debian-package.js';
export { startIssuer, type IssuerOptions, type RunningIssuer } from './identity/issuer.js';
export { freePort, planPorts, portBaseOf, PortTakenError, type PortPlan } from './programs/ports.js';
