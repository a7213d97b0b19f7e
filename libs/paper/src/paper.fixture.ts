import { paragraph, type Paper } from './paper.js';

export const samplePaper: Paper = {
  form: 'letter', mark: '淮岭市人民政府督查室', number: '淮督〔2026〕12号', signatory: null, title: '关于限期办理和平路路灯等3件超期网民留言的督办通知', to: '市住房和城乡建设局',
  blocks: [paragraph('请认真核查、依法办理，按时答复留言人。'), paragraph('请于2026年9月24日前（含当日）书面反馈办理情况。')], attachments: [],
  from: '淮岭市人民政府督查室', on: '2026年9月19日', copies: ['市政府办公室'], printedBy: '淮岭市人民政府督查室', annexes: [], isDraft: false,
};
