import { isProse, nfkc } from '@wenzheng/contracts';
import { z } from 'zod';
import { isMobile, mobileOf } from '../../connectors/form/letter.rules.js';

const longestName = 20;

const field = (maximum: number) => z.string().catch('').transform((text) => text.slice(0, maximum));

/** The fields as they were typed: what is missing or comes twice is empty. */
const typedSchema = z.object({ form: field(1_000), name: field(100), phone: field(100), group: field(100), consent: field(5), website: field(200), answer: field(20), proof: field(2_000) });
export type TypedSignUp = z.output<typeof typedSchema>;
export const readSignUp = (body: unknown): TypedSignUp => typedSchema.parse(body ?? {});
export const untouchedSignUp: TypedSignUp = readSignUp({});

export interface SignUp {
  name: string;
  phone: string;
  group: string;
}

export type CheckedSignUp = { signUp: SignUp; faults?: undefined } | { signUp?: undefined; faults: Record<string, string> };

/** What is needed and no more (个人信息保护法 art. 6): a name to call, a number to call it on, the group. */
export function checkSignUp(typed: TypedSignUp, groups: readonly { name: string }[]): CheckedSignUp {
  const faults: Record<string, string> = {};
  const name = nfkc(typed.name).trim();
  if (name === '') faults.name = '请填写姓名';
  else if ([...name].length > longestName || !isProse(name) || /[\d\n]/.test(name)) faults.name = `姓名最多${longestName}字，不含数字`;
  const phone = mobileOf(typed.phone);
  if (!isMobile(phone)) faults.phone = '请填写11位手机号';
  const group = groups.find((one) => one.name === typed.group)?.name;
  if (group === undefined) faults.group = '请选择组别';
  if (typed.consent !== 'yes') faults.consent = '同意后才能报名';
  if (group === undefined || Object.keys(faults).length > 0) return { faults };
  return { signUp: { name, phone, group } };
}
