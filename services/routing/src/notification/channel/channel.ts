import type { ChannelName, NotifierSettings } from '../../config.js';
import { DingtalkNotifier, DingtalkRobotNotifier } from './dingtalk.notifier.js';
import { EmailNotifier } from './email.notifier.js';
import type { Notifier } from './notifier.js';
import { SmsNotifier } from './sms.notifier.js';
import { WecomNotifier, WecomRobotNotifier } from './wecom.notifier.js';

export interface Channel {
  name: ChannelName;
  /** Which of a person's addresses it takes. */
  address: 'email' | 'phone' | 'wecom' | 'dingtalk';
  notifier: Notifier;
}

export function channelOf(settings: NotifierSettings): Channel {
  switch (settings.channel) {
    case 'wecom':
      return { name: settings.channel, address: 'wecom', notifier: new WecomNotifier(settings) };
    case 'dingtalk':
      return { name: settings.channel, address: 'dingtalk', notifier: new DingtalkNotifier(settings) };
    case 'wecom-robot':
      return { name: settings.channel, address: 'phone', notifier: new WecomRobotNotifier(settings) };
    case 'dingtalk-robot':
      return { name: settings.channel, address: 'phone', notifier: new DingtalkRobotNotifier(settings) };
    case 'sms':
      return { name: settings.channel, address: 'phone', notifier: new SmsNotifier(settings) };
    case 'email':
      return { name: settings.channel, address: 'email', notifier: new EmailNotifier(settings) };
  }
}
