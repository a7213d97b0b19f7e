import { Body, Controller, Get, Inject, Param, Put } from '@nestjs/common';
import { storableText } from '@wenzheng/contracts';
import { Allow, audit, CurrentCaller, DATA_SOURCE, insertRows, Operation, type Caller, type DataSource } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import { z } from 'zod';
import { problem } from '../problems.js';
import { CLOCK } from '../tokens.js';
import { ContactEntity } from './notification.entity.js';

const account = storableText(100).regex(/^\S+$/);
const addresses = {
  email: z.email().max(200).nullable(),
  phone: z.string().max(16).regex(/^\+?\d{6,15}$/).nullable(),
  wecom: account.nullable().describe('`userid` at 企业微信'),
  dingtalk: account.nullable().describe('`userid` at 钉钉'),
};
const contactSchema = z.object(addresses).meta({ id: 'Contact' });
const bodySchema = z.strictObject(addresses).partial();
type Contact = z.output<typeof contactSchema>;
const none: Contact = { email: null, phone: null, wecom: null, dingtalk: null };
const personId = storableText(200).min(1);

/** 联系方式 of people at work: the security administrator's to keep. The audit log says which were changed, and not what they are. */
@Controller('v1/people')
@Allow('security-administrator')
export class ContactController {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
  ) {}

  @Get(':id/contact')
  @Operation({ id: 'readContact', tag: 'Notifications', summary: 'Where a person is told what waits', answers: { 200: contactSchema }, problems: problem.pick('routing.unknown-person') })
  async read(@Param('id', { schema: personId }) subject: string) {
    await this.assertKnown(subject);
    return (await this.of(subject)) ?? none;
  }

  @Put(':id/contact')
  @Operation({ id: 'changeContact', tag: 'Notifications', summary: 'Sets it, all of it', answers: { 200: contactSchema }, problems: problem.pick('routing.unknown-person') })
  async change(@Param('id', { schema: personId }) subject: string, @Body({ schema: bodySchema }) body: z.output<typeof bodySchema>, @CurrentCaller() caller: Caller) {
    await this.assertKnown(subject);
    const before = (await this.of(subject)) ?? none;
    const contact: Contact = { ...none, ...body };
    await this.dataSource.transaction(async (manager) => {
      await insertRows(manager, ContactEntity, [{ subject, ...contact }], { onConflict: { update: 'all' } });
      const changed = Object.entries(contact).filter(([name, value]) => value !== before[name as keyof Contact]).map(([name]) => name);
      await audit(manager, { by: caller, at: this.clock.now(), did: 'contact.changed', about: subject, details: { changed } });
    });
    return contact;
  }

  private async of(subject: string): Promise<Contact | undefined> {
    const [row] = await this.dataSource.query<Contact[]>('SELECT email, phone, wecom, dingtalk FROM contact WHERE subject = $1', [subject]);
    return row;
  }

  private async assertKnown(subject: string): Promise<void> {
    const [person] = await this.dataSource.query<unknown[]>('SELECT FROM person WHERE subject = $1', [subject]);
    if (!person) throw problem('routing.unknown-person', { parameters: { person: subject } });
  }
}
