/** Roles as they stand in the token's `roles`. Names of offices are dated data of the city; these codes are not. */
export const roles = [
  'administrator',
  'security-administrator',
  'information-office',
  'supervision-office',
  'inspection-bureau',
  'web-admin',
  'reviewer',
  'principal',
  'ledger-reader',
  'auditor',
] as const;
export type Role = (typeof roles)[number];

/** What people call them, in sentences. */
const roleNames: Readonly<Record<Role, string>> = {
  administrator: '系统管理员',
  'security-administrator': '安全管理员',
  'information-office': '信息办',
  'supervision-office': '督查室',
  'inspection-bureau': '监察机关',
  'web-admin': '网管员',
  reviewer: '审核人',
  principal: '主要负责人',
  'ledger-reader': '对账服务',
  auditor: '审计员',
};
/** For a problem's sentence. */
export const namesOf = (some: readonly Role[]): { zh: string; en: string } => ({ zh: some.map((role) => roleNames[role]).join('、'), en: some.join(', ') });

/** 三员分立: who sets the rules, who says who may come in, and who reads what both have done are three people. What one of them may, no token may that holds two. */
export const separateDuties: readonly Role[] = ['administrator', 'security-administrator', 'auditor'];

/** Who calls, from a verified access token. */
export interface Caller {
  subject: string;
  /** What the issuer calls the person (the claim `name`), or the subject where it says nothing: who signs, signs by it. */
  name: string;
  roles: readonly Role[];
  /** Code of the unit that a web admin, reviewer or principal belongs to. */
  unit: string | null;
  /** Until when the token holds, in real time: what goes on longer than a request ends then. */
  expiresAt: Date;
}
