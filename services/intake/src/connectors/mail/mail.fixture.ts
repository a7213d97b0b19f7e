// What the specs of letters share: a real Dovecot with two mailboxes, a mail server that takes ours, and letters as people's programs write them. Specs alone import it.
import { createMailServer, createSmtpServer, type MailServer, type TestSmtpServer } from '@wenzheng/testing/mail';

export const mayor = 'mayor@city.test';
export const secretary = 'secretary@city.test';

export interface Post {
  imap: MailServer;
  smtp: TestSmtpServer;
  /** The settings of intake that lead there. */
  settings: Record<string, string>;
  close(): Promise<void>;
}

export async function openPost(): Promise<Post> {
  const [imap, smtp] = await Promise.all([createMailServer(mayor, secretary), createSmtpServer()]);
  const boxOf = (name: string, address: string, more: object = {}) => ({ name, address, ...more, imap: { host: imap.host, port: imap.imapPort, encryption: 'none', user: address, password: imap.password } });
  return {
    imap, smtp,
    settings: {
      MAILBOXES: JSON.stringify([boxOf('mayor', mayor, { title: '市长信箱', plusAddresses: true }), boxOf('secretary', secretary)]),
      SMTP: JSON.stringify({ host: '127.0.0.1', port: smtp.port, encryption: 'none', user: smtp.user, password: smtp.password }),
      // The specs ask when they want to.
      MAILBOX_SECONDS: '86400',
    },
    async close() {
      await Promise.all([imap.drop(), smtp.close()]);
    },
  };
}

/** A plain letter; every header may be another, or left out. */
export function letterOf(id: string, text: string, headers: Record<string, string | null> = {}): string {
  const all = {
    From: '=?utf-8?B?5byg5LiJ?= <zhang@citizen.test>', To: mayor, Subject: '=?utf-8?B?6Lev54Gv5LiN5Lqu?=', Date: 'Mon, 23 Nov 2026 08:59:00 +0800', 'Message-ID': `<${id}@citizen.test>`,
    'MIME-Version': '1.0', 'Content-Type': 'text/plain; charset=utf-8', 'Content-Transfer-Encoding': '8bit', ...headers,
  };
  return `${Object.entries(all).filter(([, value]) => value !== null).map(([name, value]) => `${name}: ${value}`).join('\r\n')}\r\n\r\n${text.replace(/\r?\n/g, '\r\n')}\r\n`;
}
