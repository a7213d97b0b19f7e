import type { Person } from '../../../api/clients.js';
import { roleWords } from '../../../words.js';

export type Post = Person['posts'][number]['post'];
export type PersonState = Person['state'];

/** A post is a role of the registry; 备岗 is a web admin in waiting. */
export const postWords: Record<Post, string> = {
  'web-admin': roleWords.zh['web-admin'], backup: '备岗网管员', reviewer: roleWords.zh.reviewer, principal: roleWords.zh.principal, 'information-office': roleWords.zh['information-office'],
  'supervision-office': roleWords.zh['supervision-office'], 'inspection-bureau': roleWords.zh['inspection-bureau'], administrator: roleWords.zh.administrator, 'security-administrator': roleWords.zh['security-administrator'], auditor: roleWords.zh.auditor,
};

export const stateWords: Record<PersonState, string> = { active: '在岗', suspended: '停用', removed: '已移除' };
