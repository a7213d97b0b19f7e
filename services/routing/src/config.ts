import { ledgerConfig, messagingConfig } from '@wenzheng/messaging';
import { jsonSetting, serviceConfig } from '@wenzheng/platform';
import { printingConfig } from '@wenzheng/printing';
import { z } from 'zod';

const secret = z.string().min(1).max(500);
const base = (official: string) => z.url().default(official);

export const emailSchema = z.strictObject({
  host: z.string().min(1),
  port: z.int().min(1).max(65_535),
  encryption: z.enum(['tls', 'starttls', 'none']).default('tls'),
  user: z.string().optional(),
  password: z.string().optional(),
  from: z.email(),
});
export const smsSchema = z.strictObject({ url: z.url(), key: secret });
export const wecomSchema = z.strictObject({ url: base('https://qyapi.weixin.qq.com'), corpId: secret, secret, agentId: z.int() });
export const wecomRobotSchema = z.strictObject({ url: base('https://qyapi.weixin.qq.com'), key: secret });
export const dingtalkSchema = z.strictObject({ url: base('https://oapi.dingtalk.com'), appKey: secret, appSecret: secret, agentId: z.int() });
export const dingtalkRobotSchema = z.strictObject({ url: base('https://oapi.dingtalk.com'), accessToken: secret, secret });

export const channelNames = ['wecom', 'dingtalk', 'wecom-robot', 'dingtalk-robot', 'sms', 'email'] as const;
export type ChannelName = (typeof channelNames)[number];

/** The channels that a city has, in the order in which they are tried. */
export const notifiersSchema = z.array(
  z.discriminatedUnion('channel', [
    wecomSchema.extend({ channel: z.literal('wecom') }),
    dingtalkSchema.extend({ channel: z.literal('dingtalk') }),
    wecomRobotSchema.extend({ channel: z.literal('wecom-robot') }),
    dingtalkRobotSchema.extend({ channel: z.literal('dingtalk-robot') }),
    smsSchema.extend({ channel: z.literal('sms') }),
    emailSchema.extend({ channel: z.literal('email') }),
  ]),
);
export type NotifierSettings = z.output<typeof notifiersSchema>[number];

const timeOfDay = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, { message: 'is not HH:MM' });
const hoursSchema = z.strictObject({ from: timeOfDay, to: timeOfDay }).refine(({ from, to }) => from < to, { message: 'ends before it begins' });

export const routingConfig = serviceConfig.extend(messagingConfig).extend(ledgerConfig).extend(printingConfig).extend({
  UNITS_FILE: z
    .string()
    .min(1)
    .optional()
    .describe('JSON file of the units 单位, where they come by one; production refuses one that is marked as a sample'),
  NOTIFIERS: jsonSetting(notifiersSchema).default([]).describe('JSON: the channels by which people are told what waits, in the order in which they are tried; without any nobody is told'),
  CONSOLE_URL: z.url().optional().describe('the console’s address, to which what people are told links'),
  WORKING_HOURS: jsonSetting(hoursSchema).default({ from: '09:00', to: '17:30' }).describe('JSON: on working days people are told between these'),
  NOTIFICATIONS_PER_DAY: z.coerce.number().int().min(1).max(1_000).default(20).describe('messages to one person on one day; the rest comes the next morning, as a digest'),
  NOTIFICATION_BACKOFF_SECONDS: jsonSetting(z.array(z.number().min(0).max(86_400)).max(20)).default([10, 60, 300, 1_800]).describe('JSON: the wait after each failed attempt; after the last one the next channel is tried'),
  UNITS_RECHECK_SECONDS: z.coerce.number().min(0.05).max(3_600).default(30).describe('seconds between two looks at UNITS_FILE'),
});
export type RoutingConfig = z.infer<typeof routingConfig>;
