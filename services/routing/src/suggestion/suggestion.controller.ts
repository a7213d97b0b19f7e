import { Controller, Get, Inject, Param } from '@nestjs/common';
import { unitRefSchema } from '@wenzheng/contracts';
import { Allow, Operation } from '@wenzheng/platform';
import { z } from 'zod';
import { problem } from '../problems.js';
import { unitRefOf } from '../unit/unit-registry.service.js';
import { figuresSchema, SuggestionFigures } from './suggestion-figures.service.js';
import { Suggestions } from './suggestions.service.js';

const suggestionSchema = z
  .object({
    unit: unitRefSchema,
    confidence: z.number().nullable().describe('calibrated, 0 to 1; null where nothing has been learned of the unit'),
    reasons: z.array(
      z.object({
        by: z.enum(['addressed', 'duty', 'learned']),
        text: z.string(),
        duty: z.object({ item: z.string(), version: z.int() }).nullable().describe('the item of the duty catalogue'),
      }),
    ),
    words: z.object({ for: z.array(z.string()), against: z.array(z.string()) }).describe('of the message: at most five that speak for this unit rather than the next best, at most two against it'),
  })
  .meta({ id: 'Suggestion' });
const suggestionsSchema = z
  .object({ suggestions: z.array(suggestionSchema), model: z.object({ version: z.int(), decisions: z.int() }).nullable() })
  .meta({ id: 'Suggestions' });

@Controller('v1')
@Allow('information-office')
export class SuggestionController {
  constructor(
    @Inject(Suggestions) private readonly suggestions: Suggestions,
    @Inject(SuggestionFigures) private readonly statistics: SuggestionFigures,
  ) {}

  @Get('messages/:id/suggestions')
  @Operation({
    id: 'readSuggestions',
    tag: 'Office',
    summary: 'The units that a message may belong to, with the reasons: at most three, none for a report of wrongdoing 举报',
    answers: { 200: suggestionsSchema },
    problems: problem.pick('routing.unknown-message'),
  })
  async of(@Param('id', { schema: z.uuid() }) messageId: string): Promise<z.infer<typeof suggestionsSchema>> {
    const { suggestions, learned } = await this.suggestions.of(messageId);
    return {
      suggestions: suggestions.map(({ unit, ...suggestion }) => ({ unit: unitRefOf(unit), ...suggestion })),
      model: learned ? { version: learned.version, decisions: learned.decisions } : null,
    };
  }

  @Get('suggestions/figures')
  @Operation({ id: 'readSuggestionFigures', tag: 'Office', summary: 'How often suggestions were right, by unit and with denominators', answers: { 200: figuresSchema } })
  figures() {
    return this.statistics.read();
  }
}
