export { startPlatform, type Platform, type PlatformOptions } from './platform.js';
export type { ClientCredentials, Endpoints } from './endpoints.js';
export type { ClockReading } from './clock-office.js';
export { startPostgres, type PostgresOptions, type RunningPostgres } from './postgres.js';
export { startNats, type NatsOptions, type RunningNats } from './nats-server.js';
export { findNatsServer } from './nats-binary.js';
export { findProgram, type DebianProgram } from './debian-package.js';
export { startIssuer, type IssuerOptions, type RunningIssuer } from './issuer.js';
export { freePort, planPorts, portBaseOf, PortTakenError, type PortPlan } from './ports.js';
