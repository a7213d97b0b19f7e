import { sampleLeaf, type Unit } from './units.js';

/** An OpenID client, and what its access tokens claim. */
export interface ClientDefinition {
  /** Its name in endpoints.json. */
  key: string;
  id: string;
  /** The person, invented like the city. */
  name: string;
  roles: string[];
  unit?: string;
}

/** The offices' people; the information office has a second one, whose rulings somebody else reviews. */
export const offices = [
  { key: 'administrator', id: 'administrator', role: 'administrator', name: '时序之' },
  { key: 'security-administrator', id: 'security-administrator', role: 'security-administrator', name: '安守正' },
  { key: 'information-office', id: 'information-office', role: 'information-office', name: '言知微' },
  { key: 'information-office:colleague', id: 'information-office-colleague', role: 'information-office', name: '言知著' },
  { key: 'supervision-office', id: 'supervision-office', role: 'supervision-office', name: '都察明' },
  { key: 'inspection-bureau', id: 'inspection-bureau', role: 'inspection-bureau', name: '方正平' },
  { key: 'auditor', id: 'auditor', role: 'auditor', name: '计然之' },
];

/**
 * One client for each person of the offices; web admin and principal of each unit, a reviewer of one sample unit, and the service's own.
 */
export function sampleClients(units: readonly Unit[]): ClientDefinition[] {
  const leaf = sampleLeaf(units).code;
  const names = new Map(units.flatMap(({ webAdmins = [], reviewers = [], principal }) => [...webAdmins, ...reviewers, ...(principal ? [principal] : [])].map(({ id, name }) => [id, name])));
  const inUnit = (role: string, unit: string) => ({ id: `${role}-${unit}`, name: names.get(`${role}-${unit}`) ?? `${role}-${unit}`, roles: [role], unit });
  return [
    ...offices.map(({ key, id, name, role }) => ({ key, id, name, roles: [role] })),
    ...['web-admin', 'reviewer', 'principal'].map((role) => ({ key: role, ...inUnit(role, leaf) })),
    ...['web-admin', 'principal'].flatMap((role) => units.map(({ code }) => ({ key: `${role}:${code}`, ...inUnit(role, code) }))),
    { key: 'deadline-supervision', id: 'deadline-supervision', name: 'deadline-supervision', roles: ['ledger-reader'] },
  ];
}
