import { Body, Controller, Get, Inject, Param, Patch, Post, Query, Res } from '@nestjs/common';
import { idSchema, prose, storableText } from '@wenzheng/contracts';
import { Allow, CurrentCaller, DATA_SOURCE, Operation, pageFrom, pageOf, pageQuery, type Caller, type DataSource } from '@wenzheng/platform';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { problem } from '../../problems.js';
import { deputyInputSchema, personInputSchema, personPatchSchema } from '../registry/registry-input.js';
import { UnitRegistry } from '../unit-registry.service.js';
import { personObject, personSchema, type PersonView } from './person-view.js';
import { personStateSchema, postSchema } from './person.rules.js';
import { PersonChanges } from './person-changes.service.js';

const idParameter = storableText(200).min(1);
const listSchema = z.object({
  unit: storableText(100).min(1).optional(),
  post: postSchema.optional(),
  state: personStateSchema.optional(),
  ...pageQuery(storableText(200), { limit: 200, atMost: 1_000 }),
});
const endingSchema = z.strictObject({ reason: prose(500) });
const made = { schema: personSchema, headers: ['location'] };

@Controller('v1')
export class PersonController {
  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(UnitRegistry) private readonly registry: UnitRegistry,
    @Inject(PersonChanges) private readonly changes: PersonChanges,
  ) {}

  @Get('people')
  @Allow('security-administrator', 'information-office', 'auditor')
  @Operation({ id: 'listPeople', tag: 'People', summary: 'Everyone whom the registry lists or ever listed, in order of their ids', answers: { 200: pageOf(personSchema) } })
  async list(@Query({ schema: listSchema }) { unit, post, state, after = '', limit }: z.output<typeof listSchema>) {
    const code = unit === undefined ? null : ((await this.registry.tree()).addressed(unit)?.code ?? unit);
    const rows = await this.dataSource.query<{ person: PersonView }[]>(
      `SELECT ${personObject} AS person FROM person
       WHERE subject COLLATE "C" > $1 AND ($2::text IS NULL OR state = $2)
         AND (($3::text IS NULL AND $4::text IS NULL) OR EXISTS (
           SELECT FROM person_post WHERE person_post.subject = person.subject AND ended_at IS NULL AND ($3::text IS NULL OR unit_code = $3) AND ($4::text IS NULL OR post = $4)))
       ORDER BY subject COLLATE "C" LIMIT $5`,
      [after, state ?? null, code, post ?? null, limit + 1],
    );
    return pageFrom(rows.map(({ person }) => person), limit, ({ id }) => id);
  }

  @Get('people/:id')
  @Allow('security-administrator', 'information-office', 'administrator', 'auditor')
  @Operation({ id: 'readPerson', tag: 'People', summary: 'One person with every post and deputy', answers: { 200: personSchema }, problems: problem.pick('routing.unknown-person') })
  one(@Param('id', { schema: idParameter }) id: string): Promise<PersonView> {
    return this.changes.read(id);
  }

  @Post('people')
  @Allow('security-administrator')
  @Operation({
    id: 'createPerson', tag: 'People', summary: 'Lists a person with the posts 岗位 that he or she holds', answers: { 201: made, 200: made },
    problems: problem.pick('routing.person-exists', 'routing.unit-not-in-registry'),
  })
  async create(@Body({ schema: personInputSchema }) body: z.output<typeof personInputSchema>, @CurrentCaller() caller: Caller, @Res({ passthrough: true }) response: FastifyReply): Promise<PersonView> {
    const { person, repeated } = await this.changes.create(body, caller);
    return answer(response, person, repeated ? 200 : 201);
  }

  @Patch('people/:id')
  @Allow('security-administrator')
  @Operation({
    id: 'changePerson', tag: 'People', summary: 'Changes what is given: name, state (suspended 停用), all posts', answers: { 200: personSchema },
    problems: problem.pick('routing.unknown-person', 'routing.unit-not-in-registry', 'routing.not-oneself'),
  })
  change(@Param('id', { schema: idParameter }) id: string, @Body({ schema: personPatchSchema }) body: z.output<typeof personPatchSchema>, @CurrentCaller() caller: Caller): Promise<PersonView> {
    return this.changes.change(id, body, caller);
  }

  @Post('people/:id/endings')
  @Allow('security-administrator')
  @Operation({
    id: 'removePerson', tag: 'People', summary: 'Removes a person 移除: refused from the next request on, whatever the token says', answers: { 201: made },
    problems: problem.pick('routing.unknown-person', 'routing.not-oneself'),
  })
  async remove(@Param('id', { schema: idParameter }) id: string, @Body({ schema: endingSchema }) { reason }: z.output<typeof endingSchema>, @CurrentCaller() caller: Caller, @Res({ passthrough: true }) response: FastifyReply): Promise<PersonView> {
    return answer(response, await this.changes.remove(id, reason, caller), 201);
  }

  @Post('people/:id/deputies')
  @Allow('security-administrator')
  @Operation({
    id: 'nameDeputy', tag: 'People', summary: 'Names who acts for an absent person 代签, in one post and on certain days', answers: { 201: made, 200: made },
    problems: problem.pick('routing.unknown-person', 'routing.unit-not-in-registry', 'routing.post-not-held', 'routing.deputy-unfit'),
  })
  async depute(@Param('id', { schema: idParameter }) id: string, @Body({ schema: deputyInputSchema }) body: z.output<typeof deputyInputSchema>, @CurrentCaller() caller: Caller, @Res({ passthrough: true }) response: FastifyReply): Promise<PersonView> {
    const { person, repeated } = await this.changes.depute(id, body, caller);
    return answer(response, person, repeated ? 200 : 201);
  }

  @Post('deputies/:deputyId/endings')
  @Allow('security-administrator')
  @Operation({ id: 'endDeputy', tag: 'People', summary: 'The absent person is back, or somebody else acts', answers: { 201: made }, problems: problem.pick('routing.unknown-deputy') })
  async endDeputy(@Param('deputyId', { schema: idSchema }) deputyId: string, @CurrentCaller() caller: Caller, @Res({ passthrough: true }) response: FastifyReply): Promise<PersonView> {
    return answer(response, await this.changes.endDeputy(deputyId, caller), 201);
  }
}

function answer(response: FastifyReply, person: PersonView, status: 200 | 201): PersonView {
  void response.status(status).header('location', `/v1/people/${encodeURIComponent(person.id)}`);
  return person;
}
