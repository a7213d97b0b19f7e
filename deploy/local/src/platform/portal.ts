import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream';

/** Paths of the portal that are intake's, with all that lies below them; the routes of the cluster's gateway say the same. */
export const intakePaths = ['/submit', '/query/message/withdrawal', '/query/message/objection', '/query/message/rating', '/query/message/follow-ups', '/query/message/contact-readings', '/query/message/attachments', '/attachments'];

/** What is posted there is intake's too; what is read there is publication's. */
export const postedToIntake = '/open311/v2';

export const isIntakes = (path: string, method = 'GET'): boolean =>
  [...intakePaths, ...(method === 'POST' ? [postedToIntake] : [])].some((prefix) => path === prefix || path.startsWith(`${prefix}/`));

/** What stands at the portal's address: each request goes on to the service whose page it asks for, as behind a cluster's gateway. */
export class Portal {
  private readonly server: Server;

  constructor(private readonly options: { port: number; publication: () => string | undefined; intake: () => string | undefined }) {
    this.server = createServer((incoming, outgoing) => this.pass(incoming, outgoing));
  }

  get url(): string {
    return `http://127.0.0.1:${this.options.port}`;
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve, reject) => this.server.once('error', reject).listen(this.options.port, '127.0.0.1', resolve));
  }

  async stop(): Promise<void> {
    if (!this.server.listening) return;
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    this.server.closeAllConnections();
    await closed;
  }

  private pass(incoming: IncomingMessage, outgoing: ServerResponse): void {
    const { pathname } = new URL(incoming.url ?? '/', 'http://portal');
    const target = (isIntakes(pathname, incoming.method) ? this.options.intake : this.options.publication)();
    if (!target) return void outgoing.writeHead(503, { 'retry-after': '1' }).end();
    const forwarded = [incoming.headers['x-forwarded-for'], incoming.socket.remoteAddress].flat().filter(Boolean).join(', ');
    const onward = request(new URL(incoming.url ?? '/', target), { method: incoming.method, headers: { ...incoming.headers, 'x-forwarded-for': forwarded } }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      // An answer that breaks off breaks off for the reader too, who would wait for its end otherwise.
      pipeline(answer, outgoing, () => undefined);
    });
    onward.on('error', () => (outgoing.headersSent ? outgoing.destroy() : outgoing.writeHead(502).end()));
    outgoing.on('close', () => onward.destroy());
    incoming.pipe(onward);
  }
}
