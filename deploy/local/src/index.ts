export { startPostgres, type PostgresOptions, type RunningPostgres } from './postgres.js';
export { startNats, type NatsOptions, type RunningNats } from './nats-server.js';
export { findNatsServer } from './nats-binary.js';
export { freePort, planPorts, portBaseOf, PortTakenError, type PortPlan } from './ports.js';
