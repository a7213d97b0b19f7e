import { happeningExamples } from '../delivery/happening/happening.examples.js';

const delivery = { state: 'delivered', attempts: 1, settledAt: '2026-09-21T02:11:46.000Z', deliveryId: null };
const { unit, coUnits } = happeningExamples['message.assigned'];
const message = { externalId: 'board-20260918-1', messageId: '0199a5d4-7c1e-7b55-9f2e-3c5b2f6b7a00', messageNumber: 'HN20260918-0042' };

export const stateExample = {
  ...message,
  registeredAt: '2026-09-18T07:20:03.512Z',
  visibility: 'public',
  ending: 'publicly-answered',
  unit,
  coUnits,
  mergedInto: null,
  hold: null,
  replies: [{ ...happeningExamples['message.replied'], url: 'https://wz.example.gov.cn/messages/HN20260918-0042', attachments: [], delivery }],
  extensions: [],
  happenings: [{ happeningId: '0199a5d4-7c1e-7b55-9f2e-3c5b2f6b7a05', type: 'message.assigned', happenedAt: '2026-09-18T07:45:10.000Z', data: happeningExamples['message.assigned'], delivery }],
  attachments: [],
};

export const reconciliationExample = { days: [{ date: '2026-09-18', count: 1 }], items: [{ ...message, registeredOn: '2026-09-18' }], next: null };
