import { describe, expect, it } from '@jest/globals';
import { outcomeWords } from './many-holds.rules.js';

const decided = { decided: {}, code: null };
const refused = (code: string) => ({ decided: null, code });

describe('what became of a decision about many', () => {
  it.each([
    [[decided, decided], '已处理2件。'],
    [[decided, refused('intake.hold-has-words'), refused('intake.hold-has-words'), refused('intake.hold-decided')], '已处理1件，2件写有文字，不能作不属来信处理，1件已有别的决定。'],
    [[refused('elsewhere')], '已处理0件，1件没有处理。'],
  ])('%#', (results, words) => expect(outcomeWords(results)).toBe(words));
});
