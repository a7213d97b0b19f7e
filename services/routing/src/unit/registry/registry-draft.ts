import type { Caller, EntityManager } from '@wenzheng/platform';
import type { ListedDuty } from '../duty/duty.rules.js';
import type { PersonView } from '../person/person-view.js';
import type { UnitChange } from '../unit-tree.rules.js';
import type { BaseUnit } from './projection.js';

/** The registry while it is being changed, in a transaction of which there is one at a time. */
export interface RegistryDraft {
  readonly manager: EntityManager;
  readonly now: Date;
  readonly today: string;
  /** Subject of whoever changes it. */
  readonly by: string;
  city: string;
  /** The units there shall be, by code. */
  readonly units: Map<string, BaseUnit>;
  /** Those whom it has changed, as they were and as they are. */
  readonly people: Changed<PersonView>[];
  readonly duties: Changed<ListedDuty>[];
}

export interface Changed<Of> {
  about: string;
  before: Of | null;
  after: Of | null;
}

/** A message that a change of the registry takes from its unit. */
export interface MovedMessage {
  messageId: string;
  unit: { code: string; name: string };
}

/** What a change has done, or would do. */
export interface RegistryDiff {
  units: UnitChange[];
  people: Changed<PersonView>[];
  duties: Changed<ListedDuty>[];
  messages: MovedMessage[];
}

/** Who changes the registry, and what it is called in the audit log. */
export interface RegistryDeed {
  by: Pick<Caller, 'subject' | 'roles'>;
  did: `${string}.${string}`;
  about: string;
  details?: object;
}
