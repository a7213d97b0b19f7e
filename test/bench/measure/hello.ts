// The yardstick of reads: Fastify with nothing in it, in a process of its own.
import { fastify } from 'fastify';

const app = fastify();
app.get('/', () => ({ hello: 'world' }));
await app.listen({ host: '127.0.0.1', port: Number(process.argv[2]) });
process.send?.('ready');
