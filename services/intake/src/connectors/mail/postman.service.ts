import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { DATA_SOURCE, type DataSource } from '@wenzheng/platform';
import { createTransport, type Transporter } from 'nodemailer';
import type { IntakeConfig, Mailbox } from '../../config.js';
import type { DeliveryOutcome, Notification } from '../../delivery/connector.js';
import { displayTrackingCode, trackingCodeOf } from '../../receipt/tracking-code.rules.js';
import { CONFIG } from '../../tokens.js';
import { VaultService } from '../../vault/vault.service.js';
import { wordsOfLetter, type Content } from './letter-words.js';
import { Letters } from './letters.service.js';
import { replyAddressOf, returnPathOf } from './reply-address.rules.js';

const timeouts = { connectionTimeout: 5_000, greetingTimeout: 5_000, socketTimeout: 10_000, dnsTimeout: 5_000 };
const longestMs = 18_000;
const late: DeliveryOutcome = { kind: 'retry', reason: 'the mail server was too slow' };

/** 回信: letters to those who wrote one, encrypted on their way unless the settings say that the server is in the house. */
@Injectable()
export class Postman implements OnApplicationShutdown {
  private readonly transport: Transporter | null;

  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(Letters) private readonly letters: Letters,
    @Inject(VaultService) private readonly vault: VaultService,
    @Inject(CONFIG) private readonly config: IntakeConfig,
  ) {
    this.transport = config.SMTP ? transportTo(config.SMTP) : null;
  }

  onApplicationShutdown(): void {
    this.transport?.close();
  }

  /** Never rejects; ends within 20 seconds. */
  async send(notification: Notification): Promise<DeliveryOutcome> {
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<DeliveryOutcome>((resolve) => (timer = setTimeout(() => resolve(late), longestMs)));
    try {
      return await Promise.race([this.write(notification), tooLate]);
    } catch (error) {
      return outcomeOf(error);
    } finally {
      clearTimeout(timer);
    }
  }

  /** A letter to the mailbox itself, as anybody would send one. @throws where the mail server does not take it */
  async sendProbe(box: Mailbox, headerId: string): Promise<void> {
    if (!this.transport) throw new Error('no mail server is configured');
    await this.transport.sendMail({
      from: { name: this.nameOf(box), address: box.address },
      to: box.address,
      subject: '【通道探测】平台自动发送，请勿处理',
      text: '这是平台每天自动发送的一封信，用于检查本信箱能否正常收到来信。平台收到后自动删除，请勿处理。',
      messageId: headerId,
      headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
      envelope: { from: box.address, to: box.address },
    });
  }

  private async write({ id, kind, messageId, body }: Notification): Promise<DeliveryOutcome> {
    const correspondence = await this.letters.correspondenceOf(messageId);
    const box = this.config.MAILBOXES.find(({ name }) => name === correspondence?.mailbox);
    if (!this.transport || !correspondence || !box) return { kind: 'refused', reason: 'the mailbox is not served any more' };
    const content = JSON.parse(body) as Content;
    const words = wordsOfLetter(content, await this.frameOf(messageId, box, content));
    if (!words) return { kind: 'refused', reason: `letters have no words for ${content.type}` };
    const to = await this.vault.emailFor(messageId, 'mail', kind === 'receipt' ? '向来信人发送回执' : '向来信人发送办理信息');
    if (to === null) return { kind: 'refused', reason: 'the letter named no address' };
    const key = this.config.TRACKING_KEY;
    const sent = (await this.transport.sendMail({
      from: { name: this.nameOf(box), address: box.address },
      to: { name: '', address: to },
      subject: words.subject,
      text: words.text,
      messageId: `<${id}@${box.address.slice(box.address.lastIndexOf('@') + 1)}>`,
      ...(correspondence.headerId !== null && { inReplyTo: correspondence.headerId, references: correspondence.headerId }),
      ...(box.plusAddresses && { replyTo: replyAddressOf(key, box.address, content.data.messageNumber) }),
      // Answered by programs neither here nor there (RFC 3834).
      headers: { 'Auto-Submitted': 'auto-replied', 'X-Auto-Response-Suppress': 'All' },
      envelope: { from: box.plusAddresses ? returnPathOf(key, box.address, id.replace('msg_', '')) : box.address, to },
    })) as { messageId: string };
    return { kind: 'delivered', deliveryId: sent.messageId };
  }

  private async frameOf(messageId: string, box: Mailbox, { data }: Content) {
    const [message] = await this.dataSource.query<{ visibility: string }[]>('SELECT visibility FROM message WHERE message_id = $1', [messageId]);
    return {
      mailbox: this.nameOf(box),
      city: this.config.CITY_NAME,
      trackingCode: displayTrackingCode(trackingCodeOf(this.config.TRACKING_KEY, messageId)),
      queryUrl: new URL(`/query?number=${encodeURIComponent(data.messageNumber)}`, this.config.PUBLIC_URL).href,
      isPrivate: message?.visibility !== 'public',
      mayBeAnswered: box.plusAddresses,
    };
  }

  private readonly nameOf = ({ title }: Mailbox): string => title ?? `${this.config.CITY_NAME}网络问政信箱`;
}

const transportTo = ({ host, port, encryption, user, password }: NonNullable<IntakeConfig['SMTP']>): Transporter =>
  createTransport({
    host, port, secure: encryption === 'tls', requireTLS: encryption === 'starttls', ignoreTLS: encryption === 'none',
    ...(user === undefined ? {} : { auth: { user, pass: password } }),
    ...timeouts, disableFileAccess: true, disableUrlAccess: true,
  });

/** RFC 5321: 5xx is for ever, 4xx for now. A wrong password is somebody's to mend. */
function outcomeOf(error: unknown): DeliveryOutcome {
  const { responseCode, code, name } = error as { responseCode?: number; code?: string; name?: string };
  if (responseCode !== undefined && responseCode >= 500 && code !== 'EAUTH') return { kind: 'refused', reason: `SMTP ${responseCode}` };
  return { kind: 'retry', reason: responseCode === undefined ? (code ?? name ?? 'unreachable') : `SMTP ${responseCode}` };
}
