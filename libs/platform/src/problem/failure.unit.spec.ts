import { describe, expect, it } from '@jest/globals';
import { QueryFailedError } from 'typeorm';
import { isFaultOfData } from './failure.js';

const ofDatabase = (code: string) => new QueryFailedError('SELECT', [], Object.assign(new Error('words of a person'), { code }));

describe('the row at hand is at fault', () => {
  it.each(['22003', '22P02', '23505', '23514', '54000', 'P0001'])('where the database refuses its data: %s', (code) => expect(isFaultOfData(ofDatabase(code))).toBe(true));
  it('where what is computed of it fails', () => expect(isFaultOfData(new TypeError('a step without its date'))).toBe(true));
  it.each(['40P01', '40001', '55P03', '57014', '57P01', '08006', '53300'])('not where the trouble passes: %s', (code) => expect(isFaultOfData(ofDatabase(code))).toBe(false));
  it.each(['42501', '42P01', 'XX000', '0A000'])('not where every row would fare alike: %s', (code) => expect(isFaultOfData(ofDatabase(code))).toBe(false));
  it('not where the connection is gone', () => expect(isFaultOfData(Object.assign(new Error('read'), { code: 'ECONNRESET' }))).toBe(false));
});
