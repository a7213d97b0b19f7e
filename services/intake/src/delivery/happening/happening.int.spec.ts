import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  createEvent, extensionNoticePublished, messageAssigned, messageCoHandled, messageDesignated, messageMerged, messageReturned, messageRuledInvalid, messageTransferred, messageUnmerged, objectionDecided,
  renewalDeclined, renewalOrdered, replyPublished, textHidden, type EventDefinition, type EventEnvelope, type EventData,
} from '@wenzheng/contracts';
import { eventually } from '@wenzheng/testing';
import { Webhook } from 'standardwebhooks';
import { z } from 'zod';
import { call, channelKeys, Fixture, message, pushMessage, type Answer, type Replica } from '../../intake.fixture.js';
import { Platform } from '../platform.fixture.js';
import { happeningSchemas, happeningTypes, type HappeningType } from './happening.schemas.js';

let fixture: Fixture;
let intake: Replica;
const platform = new Platform();
let secret: string;
beforeAll(async () => {
  fixture = await Fixture.create();
  intake = await fixture.start();
  const { body } = await call(`${intake.url}/v1/channels/board/webhook`, { method: 'PUT', token: await fixture.token('security-administrator'), body: { url: await platform.start() } });
  secret = String(body['secret']);
});
afterAll(async () => {
  await fixture.drop();
  await platform.stop();
});

interface Sent {
  type: HappeningType;
  timestamp: string;
  data: Record<string, unknown>;
}
const at = '2026-11-24T02:00:00.000Z';
const [cg, jt] = [{ code: 'CG', name: '市城市管理局' }, { code: 'JT', name: '市交通运输局' }];
const sentOf = (externalId: string): Sent[] => platform.received.map(({ body }) => JSON.parse(body) as Sent).filter(({ data }) => data['externalId'] === externalId);
const typesOf = (externalId: string) => sentOf(externalId).map(({ type }) => type);

async function registered(externalId: string): Promise<{ messageId: string; trackingCode: string; messageNumber: string }> {
  const { body } = await pushMessage(intake, message(externalId));
  return body as never;
}

/** The events of one message in their order. */
function storyOf(messageId: string) {
  let sequence = 0;
  return <Definition extends EventDefinition>(definition: Definition, data: Omit<EventData<Definition>, 'messageId'>): EventEnvelope =>
    createEvent(definition, { subject: messageId, sequence: (sequence += 1), time: new Date(at), data: { messageId, ...data } as never });
}
const given = (unit: typeof cg) => ({ unit, assignedAt: at, by: 'office' as const, reason: '属城管职责' });
const reply = (replyId: string, corrects: string | null) => ({ replyId, corrects, unit: cg, visibility: 'public' as const, interim: corrects === null, submittedAt: at, publishedAt: at, path: '/messages/x', text: '您好：已修复。', historical: false });
const stateOf = async (externalId: string) => ((await call(`${intake.url}/v1/channels/board/messages/${externalId}`, { token: channelKeys.board })) as Answer).body as {
  unit: object | null; coUnits: object[]; mergedInto: string | null; happenings: { happeningId: string; type: HappeningType; data: object; delivery: { state: string } }[];
};

describe('what happens to a message', () => {
  it('is told its channel, each once and in its order, as openapi.json says; and its state says the same', async () => {
    const { messageId, messageNumber } = await registered('s-1');
    const event = storyOf(messageId);
    const [rulingId, replyId] = [randomUUID(), randomUUID()];
    const into = { messageId: randomUUID(), messageNumber: 'HN20261123-0900' };
    const story = [
      event(messageAssigned, given(cg)),
      event(messageReturned, { unit: cg, returnedAt: at, reason: '非我单位职责', suggestedUnit: jt }),
      event(messageDesignated, { unit: jt, designatedAt: at, reason: '已退回两次' }),
      event(messageCoHandled, { lead: jt, coUnits: [cg], firstAsked: null, decidedAt: at }),
      event(messageMerged, { mergeId: randomUUID(), into, reason: '同一路段', mergedAt: at }),
      event(messageUnmerged, { mergeId: randomUUID(), reason: '并非同一路段', unmergedAt: at }),
      event(extensionNoticePublished, { extensionId: randomUUID(), unit: cg, reason: '需现场勘察', newDueOn: '2026-12-01', submittedAt: at, publishedAt: at }),
      event(replyPublished, reply(replyId, null)),
      event(replyPublished, reply(randomUUID(), replyId)),
      event(messageRuledInvalid, { rulingId, proposedBy: null, ground: 'private-dispute', reason: '属民事纠纷', guidance: '可向人民法院起诉', objectionUntil: '2026-12-08', ruledAt: at }),
      event(objectionDecided, { objectionId: randomUUID(), rulingId, outcome: 'upheld', reason: '应予受理', decidedAt: at }),
      event(messageTransferred, { transferId: randomUUID(), to: { kind: 'petition', name: '市信访局' }, reason: '属信访事项', sentAt: at, receipt: { number: '信〔2026〕1号', receivedAt: at }, transferredAt: at }),
      event(renewalOrdered, { renewalId: randomUUID(), unit: cg, reason: '请核实', dueOn: '2026-12-01', orderedAt: at }),
      event(renewalDeclined, { ratingId: randomUUID(), reason: '已按规定办结', declinedAt: at }),
    ];
    for (const one of story) await fixture.deliver(one, one);
    await eventually(() => expect(sentOf('s-1')).toHaveLength(story.length));
    expect(typesOf('s-1')).toEqual([
      'message.assigned', 'message.returned', 'message.assigned', 'message.assigned', 'message.merged', 'message.unmerged', 'message.extended', 'message.replied', 'message.corrected',
      'message.ruled-invalid', 'message.objection-decided', 'message.transferred', 'message.renewal-ordered', 'message.renewal-declined',
    ]);
    for (const { type, data, timestamp } of sentOf('s-1')) {
      const whole = z.strictObject({ ...happeningSchemas[type].shape, externalId: z.literal('s-1'), messageNumber: z.literal(messageNumber), url: z.url() });
      expect([type, whole.safeParse(data).error?.issues, timestamp]).toEqual([type, undefined, at]);
    }
    // Why a unit has it, or gave it back, is between offices.
    expect(platform.received.map(({ body }) => body).join()).not.toMatch(/属城管职责|非我单位职责|已退回两次|同一路段/);
    expect(new Set(platform.received.map(({ headers }) => headers['webhook-id'])).size).toBe(platform.received.length);
    for (const { body, headers } of platform.received) expect(() => new Webhook(secret).verify(body, headers as Record<string, string>)).not.toThrow();

    await eventually(async () => expect((await stateOf('s-1')).happenings.filter(({ delivery }) => delivery.state !== 'delivered')).toEqual([]));
    const state = await stateOf('s-1');
    expect(state).toMatchObject({ unit: jt, coUnits: [cg], mergedInto: null });
    expect(state.happenings.map(({ type }) => type)).toEqual(typesOf('s-1').filter((type) => !['message.extended', 'message.replied', 'message.corrected'].includes(type)));
    for (const { type, data } of state.happenings) expect(sentOf('s-1').some((sent) => sent.type === type && Object.entries(data).every(([name, value]) => JSON.stringify(sent.data[name]) === JSON.stringify(value)))).toBe(true);
  });

  it('goes back when its writer withdraws it as well, and then every type has been told', async () => {
    const { messageId, messageNumber, trackingCode } = await registered('s-2');
    const ticket = (await call(`${intake.url}/v1/queries`, { body: { number: messageNumber, trackingCode } })).body['ticket'];
    for (const status of [201, 200]) expect((await call(`${intake.url}/v1/messages/${messageId}/withdrawals`, { token: String(ticket), body: { reason: '问题已解决' } })).status).toBe(status);
    await eventually(() => expect(typesOf('s-2')).toEqual(['message.withdrawn']));
    expect(JSON.stringify(sentOf('s-2'))).not.toContain('问题已解决');
    expect(new Set(platform.received.map(({ body }) => (JSON.parse(body) as Sent).type))).toEqual(new Set(happeningTypes));
  });

  it('waits for what came before it while the webhook is out of reach, and passes by what the webhook refuses', async () => {
    const later = { 'retry-after': '3600' };
    for (const [externalId, answer, order] of [
      ['s-3', { status: 503 }, ['message.assigned', 'message.assigned', 'message.merged']],
      ['s-4', { status: 422, headers: later }, ['message.assigned', 'message.merged']],
    ] as const) {
      const event = storyOf((await registered(externalId)).messageId);
      platform.answers = [answer, { status: 200 }];
      await fixture.deliver(event(messageAssigned, given(cg)), event(messageMerged, { mergeId: randomUUID(), into: { messageId: randomUUID(), messageNumber: 'HN20261123-0901' }, reason: '同一路段', mergedAt: at }));
      await eventually(() => expect(typesOf(externalId)).toEqual(order));
    }
  });

  it('reads in its state as it may be read since, and of the past and of imports nothing is kept', async () => {
    const { messageId } = await registered('s-5');
    const event = storyOf(messageId);
    const rulingId = randomUUID();
    await fixture.deliver(event(messageRuledInvalid, { rulingId, proposedBy: null, ground: 'other', reason: '李某已撤诉', guidance: '可咨询张某', objectionUntil: null, ruledAt: at }));
    for (const [part, text] of [['decision', '〔内容已隐去〕'], ['guidance', '可咨询〔内容已隐去〕']] as const) await fixture.deliver(event(textHidden, { part, partId: rulingId, text, hiddenAt: at }));
    expect((await stateOf('s-5')).happenings).toMatchObject([{ happeningId: rulingId, data: { reason: '〔内容已隐去〕', guidance: '可咨询〔内容已隐去〕' } }]);
    await fixture.deliver(event(messageAssigned, { ...given(cg), by: 'import' }));
    expect(await stateOf('s-5')).toMatchObject({ unit: null, happenings: [{}] });
  });
});
