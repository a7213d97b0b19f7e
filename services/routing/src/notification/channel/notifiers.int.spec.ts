import { dingtalkFake, notifierContract, smsFake, smtpFake, wecomFake } from '@wenzheng/testing/notifiers';
import { notifiersSchema, type NotifierSettings } from '../../config.js';
import { channelOf } from './channel.js';

const channel = (settings: object) => channelOf(notifiersSchema.parse([settings])[0] as NotifierSettings).notifier;
const wecom = { corpId: 'corp', secret: 'secret-1', agentId: 1_000_002, key: 'secret-2' };
const dingtalk = { appKey: 'app', appSecret: 'secret-3', agentId: 42, accessToken: 'secret-4', secret: 'secret-5' };

notifierContract('企业微信, an application', async () => {
  const fake = await wecomFake(wecom);
  const { corpId, secret, agentId } = wecom;
  return { fake, notifier: channel({ channel: 'wecom', url: fake.url, corpId, secret, agentId }) };
});

notifierContract('企业微信, a robot', async () => {
  const fake = await wecomFake(wecom);
  return { fake, notifier: channel({ channel: 'wecom-robot', url: fake.url, key: wecom.key }) };
}, { hasId: false, tellsAnybody: true });

notifierContract('钉钉, an application', async () => {
  const fake = await dingtalkFake(dingtalk);
  const { appKey, appSecret, agentId } = dingtalk;
  return { fake, notifier: channel({ channel: 'dingtalk', url: fake.url, appKey, appSecret, agentId }) };
});

notifierContract('钉钉, a robot', async () => {
  const fake = await dingtalkFake(dingtalk);
  const { accessToken, secret } = dingtalk;
  return { fake, notifier: channel({ channel: 'dingtalk-robot', url: fake.url, accessToken, secret }) };
}, { hasId: false, tellsAnybody: true });

notifierContract('短信', async () => {
  const fake = await smsFake('secret-6');
  return { fake, notifier: channel({ channel: 'sms', url: `${fake.url}/messages`, key: 'secret-6' }) };
});

notifierContract('电子邮件', async () => {
  const fake = await smtpFake();
  return { fake, notifier: channel({ channel: 'email', host: '127.0.0.1', port: fake.port, encryption: 'none', from: 'wenzheng@city.example' }) };
}, { isMail: true });
