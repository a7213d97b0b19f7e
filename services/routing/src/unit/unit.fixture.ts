import type { Unit } from './unit-tree.rules.js';
import type { ListedUnit } from './units-file.rules.js';

/** A unit as it stands when nothing but the file has made it, for specs of rules. */
export const unitOf = ({ backup, aliases = [], formerNames = [], remits, ...unit }: ListedUnit): Unit => ({
  ...unit,
  backups: backup ? [backup] : [],
  aliases: aliases.map(({ name }) => name),
  formerNames: formerNames.map(({ name }) => name),
  remits: remits.map(({ name, words, areas }, index) => ({ item: `${unit.code}-${index + 1}`, version: 1, ...(name === undefined ? {} : { name }), words, areas })),
});
