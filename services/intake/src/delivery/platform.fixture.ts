import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A platform's endpoint that answers as the spec says and keeps what it was sent. */
export class Platform {
  readonly received: { headers: IncomingHttpHeaders; body: string }[] = [];
  answers: { status: number; body?: string; headers?: Record<string, string> }[] = [];
  private readonly server: Server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      this.received.push({ headers: request.headers, body });
      const answer = this.answers.length > 1 ? this.answers.shift() : this.answers[0];
      response.writeHead(answer?.status ?? 200, answer?.headers).end(answer?.body ?? '');
    });
  });

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/hook`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
