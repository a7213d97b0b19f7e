import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

export interface PostedLetter {
  /** The return path. */
  from: string;
  to: string[];
  raw: string;
}

export interface TestSmtpServer {
  port: number;
  user: string;
  password: string;
  /** Every letter that was taken, in order. */
  posted: PostedLetter[];
  /** `answer-lost`: it takes a letter and the line drops before it says so. */
  mood: 'well' | 'failing' | 'answer-lost';
  close(): Promise<void>;
}

/** A mail server that takes letters of one user for everybody but `unknown@`, which there is not. @param hides extensions of SMTP that it does not offer */
export async function createSmtpServer({ hides = [] }: { hides?: 'STARTTLS'[] } = {}): Promise<TestSmtpServer> {
  const [user, password] = ['wz', 'secret'];
  const answer = (code: number, text: string) => Object.assign(new Error(text), { responseCode: code });
  const server = new SMTPServer({
    disabledCommands: hides,
    disableReverseLookup: true,
    logger: false,
    authMethods: ['PLAIN'],
    allowInsecureAuth: true,
    onAuth: (auth, _session, done) => (auth.username === user && auth.password === password ? done(null, { user }) : done(answer(535, 'authentication failed'))),
    onMailFrom: (_address, _session, done) => done(own.mood === 'failing' ? answer(451, 'try again later') : null),
    onRcptTo: ({ address }, _session, done) => done(address.startsWith('unknown@') ? answer(550, 'no such mailbox') : null),
    onData(stream, { envelope }, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => void chunks.push(chunk));
      stream.on('end', () => {
        own.posted.push({ from: envelope.mailFrom === false ? '' : envelope.mailFrom.address, to: envelope.rcptTo.map(({ address }) => address), raw: Buffer.concat(chunks).toString('utf8') });
        if (own.mood === 'answer-lost') for (const connection of server.connections) connection.close();
        else done();
      });
    },
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const own: TestSmtpServer = {
    port: (server.server.address() as AddressInfo).port, user, password, posted: [], mood: 'well',
    close: () => new Promise<void>((resolve) => void server.close(() => resolve())),
  };
  return own;
}
