import { seal, unseal, type KeyRing, type Sealed } from '@wenzheng/platform';

export const identityFields = ['authorExternalId', 'displayName', 'phone', 'email'] as const;
export type IdentityField = (typeof identityFields)[number];
/** Who wrote a message, as far as the channel told it. */
export type Identity = Partial<Record<IdentityField, string>>;

/** All of it under one seal, bound to the message. */
export const sealIdentity = (keys: KeyRing, messageId: string, identity: Identity): Sealed => seal(keys, messageId, 'identity', JSON.stringify(identity));

export const unsealIdentity = (keys: KeyRing, messageId: string, sealed: Sealed): Identity => JSON.parse(unseal(keys, messageId, 'identity', sealed)) as Identity;

/** Of messages registered before identities had one row: each field under its own seal. */
export const unsealFields = (keys: KeyRing, messageId: string, fields: readonly (Sealed & { field: IdentityField })[]): Identity =>
  Object.fromEntries(fields.map((sealed) => [sealed.field, unseal(keys, messageId, sealed.field, sealed)]));
