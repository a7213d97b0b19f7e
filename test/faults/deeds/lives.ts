import { setTimeout as pause } from 'node:timers/promises';
import type { City, Receipt } from '../../support/city.js';
import { message } from '../../support/city.js';
import { unlessCutOff } from '../../support/cut-off.js';
import type { Life } from './life.js';

/** How a message ends in its life, `undefined` where nothing ends it. */
type Ended = { messageId: string; ending: string };

const clerk = 'web-admin';
const office = 'information-office';

/** The lives that messages have here, each of other deeds. */
export const lives: Record<string, (life: Life, city: City) => Promise<Ended[]>> = {
  /** 拟稿、审核、签发; 更正; 评价; 二次办理 */
  async answered(life, city) {
    const receipt = await register(life, city);
    const { messageId } = receipt;
    const replyId = await sign(life, messageId, { kind: 'reply', text: `您好！${life.name}号所说的路灯已于9月18日修复，感谢来信。` });
    await sign(life, messageId, { kind: 'correction', text: `您好！${life.name}号所说的路灯已于9月19日修复，此前日期有误。`, replyId });
    const writer = await ticketOf(life, city, receipt);
    const { ratingId } = await life.do<{ ratingId: string }>('rate', messageId, 'intake', `/v1/messages/${messageId}/ratings`, { as: writer, body: { rating: 'dissatisfied', reason: '又不亮了' } });
    await life.do('order-renewal', messageId, 'routing', `/v1/ratings/${ratingId}/decisions`, { as: office, body: { decision: 'order', reason: '请到现场复查' } });
    await sign(life, messageId, { kind: 'renewed-reply', text: `您好！${life.name}号所说的路灯经复查，已更换电缆，夜间照明正常。` });
    return [{ messageId, ending: 'publicly-answered' }];
  },

  /** 并单、撤销并单; 主件 answers both */
  async merged(life, city) {
    const [lead, other] = [await register(life, city), await register(life, city, 'second')];
    const merge = () => life.do('merge', other.messageId, 'routing', `/v1/messages/${other.messageId}/merges`, { as: clerk, body: { into: lead.messageId, reason: '同一路段' } });
    await merge();
    await life.do('unmerge', other.messageId, 'routing', `/v1/messages/${other.messageId}/unmerges`, { as: clerk, body: { reason: '不是同一盏灯' } });
    await merge();
    await sign(life, lead.messageId, { kind: 'reply', text: `您好！${life.name}号两件来信所说的路灯均已于9月18日修复。` });
    return [lead, other].map(({ messageId }) => ({ messageId, ending: 'publicly-answered' }));
  },

  /** 隐去、撤下、不公开, and given back each time */
  async hidden(life, city) {
    const { messageId, messageNumber } = await register(life, city);
    const act = <Body extends object>(kind: 'hide' | 'lift' | 'take-down' | 'privacy' | 'restoration', path: string, body: object) =>
      life.do<Body>(kind, messageId, 'publication', `/v1/messages/${messageNumber}/${path}`, { as: office, body });
    const { hidingId } = await act<{ hidingId: string }>('hide', 'hidings', { part: 'text', text: '从一中到桥头', reason: '具体住址' });
    await act('lift', `hidings/${hidingId}/restorations`, { reason: '不是住址' });
    await act('take-down', 'take-downs', { reason: '核实内容' });
    await act('restoration', 'restorations', { reason: '内容属实' });
    await act('privacy', 'privacy', { reason: '留言人来电请求' });
    await act('restoration', 'restorations', { reason: '留言人同意公开' });
    return [{ messageId, ending: 'open' }];
  },

  /** 派单异议 and its ruling, either way */
  async disputed(life, city) {
    const { messageId } = await register(life, city);
    const { disputeId } = await life.do<{ disputeId: string }>('return', messageId, 'routing', `/v1/messages/${messageId}/returns`, { as: clerk, body: { reason: '不属于本单位职责' } });
    const ruling = life.random() < 0.5 ? { ruling: 'upheld', unit: 'transport', reason: '属交通部门管养' } : { ruling: 'rejected', reason: '属本单位职责' };
    await life.do('rule-dispute', messageId, 'routing', `/v1/disputes/${disputeId}/rulings`, { as: office, body: ruling });
    return [{ messageId, ending: 'open' }];
  },

  /** 无效认定, 异议 and what is decided about it, either way */
  async invalid(life, city) {
    const receipt = await register(life, city);
    const { messageId } = receipt;
    const about = { ground: 'no-substance', reason: '没有说明路段' };
    await life.do('propose-invalid', messageId, 'routing', `/v1/messages/${messageId}/ruling-proposals`, { as: clerk, body: about });
    await life.do('rule-invalid', messageId, 'routing', `/v1/messages/${messageId}/rulings`, { as: office, body: { ruling: 'invalid', ...about, guidance: '请补充路段后重新提交' } });
    const writer = await ticketOf(life, city, receipt);
    const { objectionId } = await life.do<{ objectionId: string }>('object', messageId, 'intake', `/v1/messages/${messageId}/objections`, { as: writer, body: { text: '文中写明了和平路' } });
    const outcome = life.random() < 0.5 ? 'upheld' : 'rejected';
    await life.do('decide-objection', messageId, 'routing', `/v1/objections/${objectionId}/decisions`, { as: `${office}:colleague`, body: { outcome, reason: '已复核原文' } });
    return [{ messageId, ending: outcome === 'upheld' ? 'open' : 'ruled-invalid' }];
  },

  /** 转出, which ends with its receipt */
  async transferred(life, city) {
    const { messageId } = await register(life, city);
    const { transferId, sentAt } = await life.do<{ transferId: string; sentAt: string }>('transfer', messageId, 'routing', `/v1/messages/${messageId}/transfers`, {
      as: office,
      body: { to: { kind: 'petition', name: '市信访局' }, reason: '属于信访事项' },
    });
    await life.do('receipt', messageId, 'routing', `/v1/transfers/${transferId}/receipts`, { as: office, body: { number: `淮信收〔2026〕${life.name}号`, receivedAt: sentAt } });
    return [{ messageId, ending: 'transferred' }];
  },

  /** 撤回 by number and code */
  async withdrawn(life, city) {
    const receipt = await register(life, city);
    const { messageId } = receipt;
    await life.do('withdraw', messageId, 'intake', `/v1/messages/${messageId}/withdrawals`, { as: await ticketOf(life, city, receipt), body: { reason: '已经解决' } });
    return [{ messageId, ending: 'withdrawn' }];
  },
};

function register(life: Life, city: City, which = 'first'): Promise<Receipt> {
  const externalId = `${life.name}-${which}`;
  const body = message(externalId, { unit: city.unit });
  return life.do<Receipt>('register', externalId, 'intake', '/v1/channels/board/messages', { as: { bearer: city.endpoints.channelKeys.board }, body });
}

interface Draft {
  draftId: string;
  current: { version: number };
  paperId: string | null;
}

/** Two steps, as the unit's policy says. */
async function sign(life: Life, messageId: string, paper: object): Promise<string> {
  const { draftId, current } = await life.do<Draft>('draft', messageId, 'routing', `/v1/messages/${messageId}/drafts`, { as: clerk, body: paper });
  const { version } = current;
  const decide = (kind: 'approve' | 'sign', as: string) => life.do<Draft>(kind, messageId, 'routing', `/v1/drafts/${draftId}/decisions`, { as, body: { version, decision: kind } });
  await life.do('submit', messageId, 'routing', `/v1/drafts/${draftId}/submissions`, { as: clerk, body: { version } });
  await decide('approve', 'reviewer');
  const { paperId } = await decide('sign', 'principal');
  if (paperId === null) throw new Error(`${draftId} is signed and no paper`);
  return paperId;
}

/** What number and code open; asking for it changes nothing. */
async function ticketOf(life: Life, city: City, { messageNumber, trackingCode }: Receipt): Promise<{ bearer: string }> {
  for (let replica = 0; ; replica = 1 - replica) {
    const answer = await city.call<{ ticket: string }>('intake', '/v1/queries', { body: { number: messageNumber, trackingCode }, replica }).catch(unlessCutOff);
    if (answer?.status === 201) return { bearer: answer.body.ticket };
    await pause(30 + life.random() * 50);
  }
}
