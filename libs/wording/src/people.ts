import type { Words } from './language.js';

/** Who works here, by the role of a token. What the city calls its offices is its own, dated data. */
export const roleWords: Words<
  'administrator' | 'security-administrator' | 'information-office' | 'supervision-office' | 'inspection-bureau' | 'web-admin' | 'reviewer' | 'principal' | 'ledger-reader' | 'auditor'
> = {
  zh: {
    administrator: '系统管理员', 'security-administrator': '安全管理员', 'information-office': '信息办', 'supervision-office': '督查室', 'inspection-bureau': '监察机关', 'web-admin': '网管员', reviewer: '审核人',
    principal: '主要负责人', 'ledger-reader': '台账读取', auditor: '审计员',
  },
  en: {
    administrator: 'System administrator', 'security-administrator': 'Security administrator', 'information-office': 'Information office', 'supervision-office': 'Supervision office', 'inspection-bureau': 'Inspection bureau',
    'web-admin': 'Web admin', reviewer: 'Reviewer', principal: 'Principal', 'ledger-reader': 'Ledger reader', auditor: 'Auditor',
  },
};
