import type { Happened, HappeningType } from './happening.schemas.js';

const cg = { code: 'HN-CG', name: '市城市管理局' };
const jt = { code: 'HN-JT', name: '市交通运输局' };
const at = '2026-09-21T02:11:45.000Z';
const replied = { replyId: '0199a5d4-7c1e-7b55-9f2e-3c5b2f6b7a01', corrects: null, supplements: null, renews: null, unit: cg, text: '市民您好：和平路与朝阳路交叉口的路灯已于9月20日修复。感谢您的监督。', interim: false, visibility: 'public', publishedAt: at } as const;

/** One of each, as openapi.json and the published vectors show it. */
export const happeningExamples: { [Type in HappeningType]: Extract<Happened, { type: Type }>['data'] } = {
  'message.assigned': { unit: cg, coUnits: [jt], assignedAt: at },
  'message.returned': { unit: jt, returnedAt: at },
  'message.merged': { into: 'HN20260917-0007', mergedAt: at },
  'message.unmerged': { unmergedAt: at },
  'message.extended': { unit: cg, reason: '须待供电部门停电后施工', newDueOn: '2026-09-30', publishedAt: at },
  'message.replied': replied,
  'message.corrected': { ...replied, replyId: '0199a5d4-7c1e-7b55-9f2e-3c5b2f6b7a02', corrects: replied.replyId, text: '市民您好：修复日期应为9月19日，特此更正。' },
  'message.ruled-invalid': { ground: 'private-dispute', reason: '所述属民事合同纠纷。', guidance: '可向人民法院起诉，或者向当地人民调解委员会申请调解。', objectionUntil: '2026-10-12', ruledAt: at },
  'message.objection-decided': { outcome: 'upheld', reason: '经复核，应予受理。', decidedAt: at },
  'message.transferred': { to: '市信访局', reason: '属信访事项。', receipt: { number: '信〔2026〕118号', receivedAt: at }, transferredAt: at },
  'message.withdrawn': { withdrawnAt: at },
  'message.renewal-ordered': { unit: cg, reason: '请现场核实后再次答复。', dueOn: '2026-09-28', orderedAt: at },
  'message.renewal-declined': { reason: '已按规定办结，答复内容属实。', declinedAt: at },
};

/** As it is sent. */
export const webhookExampleOf = (type: HappeningType) => ({
  type,
  timestamp: at,
  data: { externalId: 'board-20260918-1', messageNumber: 'HN20260918-0042', ...happeningExamples[type], url: 'https://wz.example.gov.cn/messages/HN20260918-0042' },
});
