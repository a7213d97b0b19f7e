/** A field of a paper, or of what is said when something is done with it. */
export interface Field {
  name: string;
  label: string;
  kind: 'line' | 'text' | 'lines' | 'date' | 'unit' | 'units' | 'message' | 'messages' | 'choice';
  hint?: string;
  longest?: number;
  required?: boolean;
  /** What is said of one that a draft may leave open, and whoever signs may not. */
  blank?: string;
  /** What is sent where nothing was filled in: nothing at all, or that there is none. */
  empty?: 'omit' | 'null';
  choices?: readonly (readonly [value: string, label: string])[];
}

export type Values = Record<string, string | string[]>;

const isList = ({ kind }: Field) => kind === 'units' || kind === 'message' || kind === 'messages';

/** What the form shows of a document, or of nothing yet. */
export function valuesOf(fields: readonly Field[], document: Record<string, unknown> = {}): Values {
  return Object.fromEntries(fields.map((field) => [field.name, valueOf(field, document[field.name])]));
}

function valueOf(field: Field, found: unknown): string | string[] {
  const codeOf = (each: unknown) => (typeof each === 'object' && each !== null && 'code' in each ? String(each.code) : String(each));
  if (isList(field)) return [found ?? []].flat().filter((each) => each !== '').map(codeOf);
  if (field.kind === 'lines') return Array.isArray(found) ? found.join('\n') : '';
  return found === null || found === undefined ? '' : codeOf(found);
}

/** What is sent. */
export function bodyOfForm(fields: readonly Field[], values: Values): Record<string, unknown> {
  return Object.fromEntries(
    fields.flatMap((field): [string, unknown][] => {
      const value = values[field.name] ?? '';
      if (Array.isArray(value)) return [[field.name, field.kind === 'message' ? value[0] : value]];
      if (field.kind === 'lines') return [[field.name, linesOf(value)]];
      const said = value.trim();
      if (said !== '') return [[field.name, said]];
      return field.empty === 'omit' ? [] : [[field.name, null]];
    }),
  );
}

const linesOf = (text: string): string[] => text.split(/[\n、；;]/).map((line) => line.trim()).filter((line) => line !== '');

/** Names of the fields that must be filled in and are not. */
export function missingOf(fields: readonly Field[], values: Values): string[] {
  return fields.filter(({ required, name }) => required === true && isEmpty(values[name])).map(({ name }) => name);
}

const isEmpty = (value: string | string[] | undefined) => value === undefined || (Array.isArray(value) ? value.length === 0 : value.trim() === '');
