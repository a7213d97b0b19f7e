import type { UnitRef } from '@wenzheng/contracts';

/** Whether the platform knows the binding of account and unit: its token is good, was never used yet, or has run out or is refused. */
export const verifications = ['verified', 'pending', 'lapsed'] as const;
export type Verification = (typeof verifications)[number];

export interface PublishedMailbox {
  title: string | null;
  address: string;
}

export interface PublishedAccount {
  name: string;
  uid: string;
  verification: Verification;
}

export interface Entry {
  /** Null: of the city itself, or of a unit that the registry does not know. */
  unit: UnitRef | null;
  mailboxes: PublishedMailbox[];
  accounts: PublishedAccount[];
}

type Bound<Item> = Item & { unit?: string | undefined };

/** One entry for the city, where it has anything, and one for each unit, whether it has anything or not, in the order of the registry. */
export function entriesOf(units: readonly UnitRef[], mailboxes: readonly Bound<PublishedMailbox>[], accounts: readonly Bound<PublishedAccount>[]): Entry[] {
  const codes = new Set(units.map(({ code }) => code));
  const ownersOf = (unit: string | undefined): string | null => (unit !== undefined && codes.has(unit) ? unit : null);
  const entryOf = (unit: UnitRef | null): Entry => ({
    unit,
    mailboxes: mailboxes.filter((one) => ownersOf(one.unit) === (unit?.code ?? null)).map(({ title, address }) => ({ title, address })),
    accounts: accounts.filter((one) => ownersOf(one.unit) === (unit?.code ?? null)).map(({ name, uid, verification }) => ({ name, uid, verification })),
  });
  const city = entryOf(null);
  return [...(city.mailboxes.length + city.accounts.length > 0 ? [city] : []), ...units.map(({ code, name }) => entryOf({ code, name }))];
}

/** R25, R34: of all units, how many have a published mailbox, and an account whose binding is verified. */
export function coverageOf(entries: readonly Entry[]): { units: number; withMailbox: number; withAccount: number } {
  const ofUnits = entries.filter(({ unit }) => unit !== null);
  return {
    units: ofUnits.length,
    withMailbox: ofUnits.filter(({ mailboxes }) => mailboxes.length > 0).length,
    withAccount: ofUnits.filter(({ accounts }) => accounts.some(({ verification }) => verification === 'verified')).length,
  };
}
