import { pushedMessage, receiptExample } from '../push/push.examples.js';

const { externalId, occurredAt, ...data } = pushedMessage;
const event = { specversion: '1.0', type: 'cn.gov.huainan.wz.message.submitted.v1', source: '/board', id: externalId, time: occurredAt, datacontenttype: 'application/json', data };
const other = 'board-20260918-2';
const refused = { type: 'urn:wenzheng:problem:intake.event-type-unknown', title: '不接收这种类型的事件。', status: 422, detail: '不接收这种类型的事件。', code: 'intake.event-type-unknown', instance: 'urn:uuid:0199a5d4-7c1e-4b55-9f2e-3c5b2f6b7a20' };

export const structuredExample = event;
export const batchExample = [event, { ...event, id: other, type: 'com.example.order' }];
export const binaryExample = data;
export const resultsExample = { results: [{ id: externalId, status: 201, receipt: receiptExample }, { id: other, status: 422, problem: refused }] };
