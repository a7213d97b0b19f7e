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

const offices = { administrator: '时序之', 'information-office': '言知微', 'supervision-office': '都察明', 'inspection-bureau': '方正平', auditor: '计然之' };

/**
 * One client per office and a second one for the information office, whose rulings somebody else reviews; web admin and principal of each unit, a reviewer of one sample
 * unit, and the service's own.
 */
export function sampleClients(units: readonly Unit[]): ClientDefinition[] {
  const leaf = sampleLeaf(units).code;
  const names = new Map(units.flatMap(({ webAdmins = [], reviewers = [], principal }) => [...webAdmins, ...reviewers, ...(principal ? [principal] : [])].map(({ id, name }) => [id, name])));
  const inUnit = (role: string, unit: string) => ({ id: `${role}-${unit}`, name: names.get(`${role}-${unit}`) ?? `${role}-${unit}`, roles: [role], unit });
  return [
    ...Object.entries(offices).map(([role, name]) => ({ key: role, id: role, name, roles: [role] })),
    { key: 'information-office:colleague', id: 'information-office-colleague', name: '言知著', roles: ['information-office'] },
    ...['web-admin', 'reviewer', 'principal'].map((role) => ({ key: role, ...inUnit(role, leaf) })),
    ...['web-admin', 'principal'].flatMap((role) => units.map(({ code }) => ({ key: `${role}:${code}`, ...inUnit(role, code) }))),
    { key: 'deadline-supervision', id: 'deadline-supervision', name: 'deadline-supervision', roles: ['ledger-reader'] },
  ];
}
