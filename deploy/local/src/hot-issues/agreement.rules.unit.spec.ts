import { describe, expect, it } from '@jest/globals';
import { agreementOf } from './agreement.rules.js';

describe('how well issues found agree with those that people named', () => {
  it('goes by the issue that holds most of its messages', () => {
    expect(agreementOf({ noise: ['1', '2', '3', '4'], school: ['5', '6'] }, [['6', '9'], ['1', '2', '3', '5']])).toEqual([
      { issue: 'noise', found: 1, recall: 0.75, precision: 0.75 },
      { issue: 'school', found: 0, recall: 0.5, precision: 0.5 },
    ]);
  });

  it('an issue of which nothing was found has neither', () => {
    expect(agreementOf({ noise: ['1'] }, [['2']])).toEqual([{ issue: 'noise', found: null, recall: 0, precision: 0 }]);
    expect(agreementOf({ noise: ['1'] }, [])).toEqual([{ issue: 'noise', found: null, recall: 0, precision: 0 }]);
  });
});
