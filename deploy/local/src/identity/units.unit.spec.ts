import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { sampleClients } from './clients.js';
import { loadUnits, sampleLeaf, sampleUnitsFile } from './units.js';

interface SampleUnit {
  code: string;
  name: string;
  parent: string | null;
  level: number;
  phones: string[];
  webAdmins: { id: string; name: string }[];
  backup: { id: string; name: string };
  reviewers: { id: string; name: string }[];
  principal: { id: string; name: string; post: string };
  remits: { words: string[]; areas?: string[] }[];
}
const { units, sample } = JSON.parse(readFileSync(sampleUnitsFile, 'utf8')) as { units: SampleUnit[]; sample: boolean };
const byCode = new Map(units.map((unit) => [unit.code, unit]));

describe('the sample city', () => {
  it('says that it is a sample, so that production refuses it', () => {
    expect(sample).toBe(true);
  });

  it('is one tree of three levels (R37)', () => {
    expect(byCode.size).toBe(units.length);
    expect(new Set(units.map((unit) => unit.level))).toEqual(new Set([1, 2, 3]));
    expect(units.filter((unit) => unit.parent === null)).toHaveLength(1);
    for (const unit of units.filter(({ parent }) => parent !== null)) {
      expect(byCode.get(unit.parent ?? '')?.level).toBe(unit.level - 1);
    }
  });

  it('has a web admin, a backup, a reviewer and a principal in every unit (R02), and no person twice', () => {
    const people = units.flatMap((unit) => [...unit.webAdmins, unit.backup, ...unit.reviewers, unit.principal]);
    expect(new Set(people.map(({ id }) => id)).size).toBe(people.length);
    expect(new Set(people.map(({ name }) => name)).size).toBe(people.length);
    for (const { code, webAdmins, reviewers, principal } of units) {
      expect([...webAdmins, ...reviewers, principal].map(({ id }) => id)).toEqual([`web-admin-${code}`, `reviewer-${code}`, `principal-${code}`]);
    }
  });

  it('lets no word speak for two units of one level, but where an area tells them apart', () => {
    const speakers = new Map<string, string>();
    for (const unit of units) {
      for (const { words, areas } of unit.remits) {
        for (const word of words) {
          const key = `${unit.level} ${word} ${areas?.join('/') ?? ''}`;
          expect([word, speakers.get(key)]).toEqual([word, undefined]);
          speakers.set(key, unit.code);
        }
      }
    }
  });

  it('has nobody\'s telephone: no area code is 0000', () => {
    for (const phone of units.flatMap((unit) => unit.phones)) expect(phone).toMatch(/^0000-\d{7}$/);
  });

  it('gives a sign-in to every role, and a web admin to every unit', async () => {
    const file = await loadUnits(sampleUnitsFile);
    const clients = new Map(sampleClients(file.units).map((client) => [client.key, client]));
    expect([...clients.keys()]).toEqual(
      expect.arrayContaining(['administrator', 'security-administrator', 'information-office', 'supervision-office', 'inspection-bureau', 'auditor', 'web-admin', 'reviewer', 'principal', 'deadline-supervision']),
    );
    expect(clients.get('web-admin')?.unit).toBe(sampleLeaf(file.units).code);
    for (const { code } of units) for (const role of ['web-admin', 'principal']) expect(clients.get(`${role}:${code}`)).toMatchObject({ roles: [role], unit: code });
  });
});
