/** What openapi.json shows of the interface of integrations; its specs hold each against its schema. */
export const pushedMessage = {
  externalId: 'board-20260918-1',
  occurredAt: '2026-09-18T15:20:00+08:00',
  author: { externalId: 'u-1024', displayName: '市民王先生', contact: { phone: '13800000000' } },
  title: '和平路夜间路灯不亮',
  text: '和平路与朝阳路交叉口的路灯已经三天不亮，夜间行人很不安全，请尽快维修。',
  kind: 'complaint',
  visibility: 'public',
};
export const receiptExample = { messageId: '0199a5d4-7c1e-7b55-9f2e-3c5b2f6b7a00', messageNumber: 'HN20260918-0042', trackingCode: 'K7MD-2QXT-9HVB-4RWE-P', registeredAt: '2026-09-18T07:20:03.512Z' };
export const webhookExample = {
  channel: 'board', url: 'https://board.example.gov.cn/wenzheng/webhook', state: 'enabled', registeredAt: '2026-09-01T01:00:00.000Z', secretMadeAt: '2026-09-01T01:00:00.000Z', previousSecretEndsAt: null, waiting: 0, failed: 2,
};
export const secretExample = { secret: 'whsec_BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=', previousSecretEndsAt: '2026-09-22T01:00:00.000Z' };
export const failureExample = { deliveryId: 'msg_0199a5d4-7c1e-7b55-9f2e-3c5b2f6b7a01', messageNumber: 'HN20260918-0042', kind: 'reply', attempts: 10, failedAt: '2026-09-25T02:11:45.000Z', reason: 'HTTP 500' };
