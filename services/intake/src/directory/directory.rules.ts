import type { UnitRef } from '@wenzheng/contracts';
import type { Connection } from './source/directory-source.schemas.js';

/** Whether the platform knows the binding of account and unit: its token is good, was never used yet or is not there, or has run out or is refused. */
export const verifications = ['verified', 'pending', 'lapsed'] as const;
export type Verification = (typeof verifications)[number];

export interface PublishedMailbox {
  name: string;
  address: string;
}

export interface PublishedAccount {
  name: string;
  uid: string;
  verification: Verification;
}

/** A unit with what it has published, or has not. */
export interface DirectoryUnit {
  unit: UnitRef;
  mailboxes: PublishedMailbox[];
  accounts: PublishedAccount[];
}

export function verificationOf(connection: Pick<Connection, 'state'> | undefined): Verification {
  if (!connection || connection.state === 'new') return 'pending';
  return connection.state === 'expired' || connection.state === 'failing' ? 'lapsed' : 'verified';
}

/** R25, R34: of all units, how many have a published mailbox, and an account whose binding is verified. */
export function coverageOf(units: readonly DirectoryUnit[]): { units: number; withMailbox: number; withAccount: number } {
  return {
    units: units.length,
    withMailbox: units.filter(({ mailboxes }) => mailboxes.length > 0).length,
    withAccount: units.filter(({ accounts }) => accounts.some(({ verification }) => verification === 'verified')).length,
  };
}
