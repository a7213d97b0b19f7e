import { dateSchema, idSchema, instantSchema } from '@wenzheng/contracts';
import type { EntityManager } from '@wenzheng/platform';
import { z } from 'zod';
import { personStateSchema, postSchema } from './person.rules.js';

const day = dateSchema.nullable();

export const personSchema = z
  .object({
    id: z.string().describe('subject of the sign-in'),
    name: z.string(),
    state: personStateSchema,
    posts: z.array(z.object({ post: postSchema, unit: z.string().nullable(), title: z.string().nullable(), from: day, to: day, endedAt: instantSchema.nullable() })),
    deputies: z.array(z.object({ deputyId: idSchema, post: postSchema, unit: z.string(), deputy: z.string(), from: dateSchema, to: dateSchema, endedAt: instantSchema.nullable() })).describe('代签: who acts for this person'),
  })
  .meta({ id: 'Person' });
export type PersonView = z.infer<typeof personSchema>;

const instant = (column: string): string => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** SQL of the object. */
export const personObject = `jsonb_build_object('id', person.subject, 'name', person.name, 'state', person.state,
  'posts', coalesce((SELECT jsonb_agg(jsonb_build_object('post', post, 'unit', nullif(unit_code, ''), 'title', title, 'from', from_date, 'to', to_date, 'endedAt', ${instant('ended_at')})
     ORDER BY unit_code, post) FROM person_post WHERE person_post.subject = person.subject), '[]'),
  'deputies', coalesce((SELECT jsonb_agg(jsonb_build_object('deputyId', deputy_id, 'post', post, 'unit', unit_code, 'deputy', deputy, 'from', from_date, 'to', to_date, 'endedAt', ${instant('ended_at')})
     ORDER BY from_date, deputy_id) FROM deputy WHERE absent = person.subject), '[]'))`;

export async function readPerson(manager: Pick<EntityManager, 'query'>, subject: string): Promise<PersonView | null> {
  const [row] = await manager.query<{ person: PersonView }[]>(`SELECT ${personObject} AS person FROM person WHERE subject = $1`, [subject]);
  return row?.person ?? null;
}
