import type { Type } from '@nestjs/common';
import { z } from 'zod';
import { Problem } from '../problem/problem.js';
import { ACCESS, type Access } from './authentication.js';
import type { Caller } from './caller.js';

export interface AllowedAction<Action extends string = string> {
  action: Action;
  allowed: boolean;
  reason: { code: string; zh: string; en: string } | null;
}

/** What the reader of a view may do about it: one shape for all of them. Of what none of his roles ever does nothing is said. */
export const allowedActionSchema = <Action extends string>(id: string, actions: readonly Action[]) =>
  z
    .object({
      action: z.enum(actions),
      allowed: z.boolean(),
      reason: z.object({ code: z.string(), zh: z.string(), en: z.string() }).nullable().describe('why not; what the same request would be refused with'),
    })
    .meta({ id });

/** @param inTheWay what it would be refused with now */
export function allowedAction<Action extends string>(action: Action, inTheWay: Problem | null): AllowedAction<Action> {
  if (!inTheWay) return { action, allowed: true, reason: null };
  const said = (language: 'zh' | 'en') => inTheWay.toDocument(language, '').detail;
  return { action, allowed: false, reason: { code: inTheWay.code, zh: said('zh'), en: said('en') } };
}

/** Whether one of a caller's roles is ever admitted to the method, by the same `@Allow` that guards it. */
export function admittedTo<Controller>(controller: Type<Controller>, method: keyof Controller & string): (caller: Pick<Caller, 'roles'>) => boolean {
  const handler = controller.prototype[method] as object;
  const access = (Reflect.getMetadata(ACCESS, handler) ?? Reflect.getMetadata(ACCESS, controller)) as Access | undefined;
  return ({ roles }) => access?.kind === 'roles' && access.roles.some((role) => roles.includes(role));
}

/** What `work` would be refused with; null where it lets it pass. */
export async function refusedBy(work: () => unknown): Promise<Problem | null> {
  try {
    await work();
    return null;
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}
