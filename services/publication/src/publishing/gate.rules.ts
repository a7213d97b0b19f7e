import { nfkc } from '@wenzheng/contracts';

/** Why the gate sends a reply back; the codes are stable. */
export const gateReasons = {
  'no-content': '没有可读的内容',
  'no-outcome': '只说明来信收悉或转交，没有办理结果',
} as const;
export type GateReason = keyof typeof gateReasons;

export interface GatedReply {
  text: string;
  interim: boolean;
  historical: boolean;
}

/**
 * What a reply must pass before it is published; empty means passed. R03: a reply that fails is not counted as one.
 * An interim reply may say that the matter is being looked into, and what was public long ago is not judged again.
 */
export function gateReplies(reply: GatedReply): GateReason[] {
  if (reply.interim || reply.historical) return [];
  if (readable(reply.text) < fewest) return ['no-content'];
  return saysOnlyReceived(reply.text) ? ['no-outcome'] : [];
}

const fewest = 2;
/** Letters and digits of any script; Hangul fillers are letters by name and invisible. */
const readable = (text: string): number => text.match(/(?!\p{Default_Ignorable_Code_Point})[\p{L}\p{N}]/gu)?.length ?? 0;

const shortReply = 160;
const receipt = /收悉|已收到|收到了?您|阅悉|知悉|已(?:经)?(?:移|转|批转|交办|转发)|(?:转交|转办|移交|交办|批转)|转至|转到|转给/;
const outcome = /已(?:经)?(?:修复|解决|整改|完成|办结|处理完|处理好|拨付|安装|清理|拆除|更换|恢复|发放|联系您)|依法强制执行/;
const courtesy = /^(?:尊敬的|网友|网民|市民|同志|先生|女士|您好|你好|感谢|谢谢|特此|专此|此复|祝|敬请谅解|敬请理解|“|"|@)/;
const neutral = /^(?:关于|对于|就)?(?:您|你|网友|来信人|留言人|帖文中?|贵?网友)?(?:们)?(?:所)?(?:反映|反应|提出|咨询|来信|留言|发帖|帖子|帖文)?的?(?:有关|相关)?(?:问题|情况|诉求|事项|来信|留言|帖文|帖子|建议|意见|信件)$/;
const lead = /^现将?(?:有关|相关|具体)?(?:情况|内容|事项)?(?:调查)?(?:回复|答复|回复如下|答复如下)/;
const promise = /(?:将|会|正在|敬请|请|尽快|要求|安排|督促|责成|协调|调查|核实|核查|进一步|及时|继续|等待|留意|关注).{0,30}(?:处理|处置|调查|核实|核查|核处|研究|跟进|办理|回复|答复|等待|留意|关注|解答|反馈|落实|重视)$/;
const aboutMatter = /^(?:关于|对于|就|您|你).{0,60}(?:问题|情况|诉求|来信|留言|事宜|建议|意见)$/;

/** Short, and every clause greets, thanks, names the matter, promises, or says that it was received or passed on. */
function saysOnlyReceived(text: string): boolean {
  const clauses = nfkc(text)
    .replace(/\d{2,4}[年./-]\d{1,2}[月./-]\d{1,2}日?/g, '')
    .split(/[。！？；，、：,;:!?\s]+/)
    .filter((clause) => clause !== '');
  if (clauses.join('').length > shortReply) return false;
  return clauses.some((clause) => receipt.test(clause)) && clauses.every((clause) => isEmptyWord(clause));
}

function isEmptyWord(clause: string): boolean {
  if (outcome.test(clause)) return false;
  if (clause.length <= 3 || courtesy.test(clause) || neutral.test(clause) || aboutMatter.test(clause) || lead.test(clause)) return true;
  if (/\d{3,}/.test(clause)) return false;
  return receipt.test(clause) || promise.test(clause) || /^.{2,16}(?:局|委|办|办公室|政府|街道|公司|中心|支队|大队)$/.test(clause);
}
