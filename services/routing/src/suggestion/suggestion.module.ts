import { Module } from '@nestjs/common';
import { UnitModule } from '../unit/unit.module.js';
import { LearnedModels } from './learned-models.service.js';
import { SuggestionController } from './suggestion.controller.js';
import { SuggestionFigures } from './suggestion-figures.service.js';
import { Suggestions } from './suggestions.service.js';
import { Trainer } from './training/trainer.service.js';

/** 分派建议: which unit a message may belong to, and what is learned of what people decided. */
@Module({
  imports: [UnitModule],
  controllers: [SuggestionController],
  providers: [Suggestions, LearnedModels, Trainer, SuggestionFigures],
  exports: [Suggestions, LearnedModels, Trainer],
})
export class SuggestionModule {}
