import { createHmac } from 'node:crypto';
import { offices } from './clients.js';
import type { Unit } from './units.js';

/** Somebody who signs in with user name and password. The user name is the subject by which the registry of routing 分派 knows the person. */
export interface Person {
  username: string;
  name: string;
  roles: string[];
  unit?: string;
}

/** Everyone of the sample city: one or two for each office, and of each unit the web admins, their backup, the reviewers and the principal. */
export function samplePeople(units: readonly Unit[]): Person[] {
  return [
    ...offices.map(({ id, name, role }) => ({ username: id, name, roles: [role] })),
    ...units.flatMap(({ code, webAdmins = [], backup, reviewers = [], principal }) => {
      const inUnit = (role: string) => ({ id, name }: { id?: string | undefined; name: string }) => (id === undefined ? [] : [{ username: id, name, roles: [role], unit: code }]);
      return [
        ...[...webAdmins, ...(backup ? [backup] : [])].flatMap(inUnit('web-admin')),
        ...reviewers.flatMap(inUnit('reviewer')),
        ...(principal ? [principal] : []).flatMap(inUnit('principal')),
      ];
    }),
  ];
}

const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789';

/** Of one data folder and one person; short, for it is typed, and without letters that are taken for others. */
export function passwordOf(peopleKey: string, username: string): string {
  const bytes = createHmac('sha256', Buffer.from(peopleKey, 'base64')).update(username).digest();
  return [...bytes.subarray(0, 10)].map((byte) => alphabet[byte % alphabet.length]).join('');
}
