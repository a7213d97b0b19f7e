import { createTransport, type Transporter } from 'nodemailer';
import type { z } from 'zod';
import type { Note, Notifier, NotifierOutcome } from './notifier.js';
import type { emailSchema } from '../../config.js';

const timeouts = { connectionTimeout: 5_000, greetingTimeout: 5_000, socketTimeout: 10_000 };

/** 电子邮件 over SMTP: encrypted, unless the settings say that the server is in the house. */
export class EmailNotifier implements Notifier {
  private readonly transport: Transporter;

  constructor(private readonly settings: z.output<typeof emailSchema>) {
    const { host, port, encryption, user, password } = settings;
    this.transport = createTransport({
      host, port, secure: encryption === 'tls', requireTLS: encryption === 'starttls', ignoreTLS: encryption === 'none',
      ...(user === undefined ? {} : { auth: { user, pass: password } }),
      ...timeouts, disableFileAccess: true, disableUrlAccess: true,
    });
  }

  async send({ id, to, subject, text }: Note): Promise<NotifierOutcome> {
    const { from } = this.settings;
    try {
      const sent = (await this.transport.sendMail({ from, to: { name: '', address: to }, subject, text, messageId: `<${id}@${from.split('@')[1] ?? 'wenzheng'}>`, headers: { 'Auto-Submitted': 'auto-generated' } })) as { messageId: string };
      return { kind: 'sent', deliveryId: sent.messageId };
    } catch (error) {
      const { responseCode, code } = error as { responseCode?: number; code?: string };
      // RFC 5321: 5xx is for ever, 4xx for now. A wrong password is somebody's to mend.
      if (responseCode !== undefined && responseCode >= 500 && code !== 'EAUTH') return { kind: 'refused', reason: `SMTP ${responseCode}` };
      return { kind: 'retry', reason: responseCode === undefined ? (code ?? 'unreachable') : `SMTP ${responseCode}` };
    }
  }
}
