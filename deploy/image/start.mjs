// Where every container of Wenzheng begins: `start.mjs [serve | migrate | roles | streams]`.
//   serve     the service that SERVICE names (the default)
//   migrate   that service's schema, brought up to date with DATABASE_URL, its owner's
//   roles     every service's roles and schema in PostgreSQL, as administrator
//   streams   every stream and durable on NATS, as administrator
const steps = {
  serve: async () => {
    process.env.OTEL_SERVICE_NAME ??= service();
    // First, so that traces reach what the service imports.
    await import('@wenzheng/platform/instrumentation');
    await import(`./services/${service()}/dist/main.js`);
  },
  migrate: () => import(`./services/${service()}/dist/migrate.js`),
  roles: () => import('./roles.mjs'),
  streams: () => import('./streams.mjs'),
};

function service() {
  const known = ['intake', 'routing', 'publication', 'deadline-supervision', 'console'];
  if (known.includes(process.env.SERVICE)) return process.env.SERVICE;
  throw new Error(`SERVICE is ${process.env.SERVICE ?? 'not set'}; it must be one of ${known.join(', ')}`);
}

try {
  const [step = 'serve'] = process.argv.slice(2);
  if (!Object.hasOwn(steps, step)) throw new Error(`there is no step "${step}": ${Object.keys(steps).join(', ')}`);
  await steps[step]();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
