import { sampleLeaf, type Unit } from './units.js';

/** An OpenID client, and what its access tokens claim. */
export interface ClientDefinition {
  /** Its name in endpoints.json. */
  key: string;
  id: string;
  roles: string[];
  unit?: string;
}

const offices = ['administrator', 'information-office', 'supervision-office', 'inspection-bureau', 'auditor'] as const;

/** One client per office, one web admin per unit, reviewer and principal of one sample unit, and the service's own. */
export function sampleClients(units: readonly Unit[]): ClientDefinition[] {
  const leaf = sampleLeaf(units).code;
  const inUnit = (role: string, unit: string) => ({ id: `${role}-${unit}`, roles: [role], unit });
  return [
    ...offices.map((role) => ({ key: role, id: role, roles: [role] })),
    ...['web-admin', 'reviewer', 'principal'].map((role) => ({ key: role, ...inUnit(role, leaf) })),
    ...units.map(({ code }) => ({ key: `web-admin:${code}`, ...inUnit('web-admin', code) })),
    { key: 'deadline-supervision', id: 'deadline-supervision', roles: ['ledger-reader'] },
  ];
}
