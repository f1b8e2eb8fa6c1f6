import type { useTranslate } from 'react-admin';

/** A record that tells by a number whether somebody else was faster. */
export interface Versioned {
  id: number;
  revision: number;
}

type Values = Record<string, unknown>;

/** What of a kind of record can be edited, and how its values are told. */
export interface Editing<T extends Versioned> {
  resource: string;
  /** Of all that can be changed, in the order of the form. */
  fields: readonly (keyof T & string)[];
  /** Has no page but its form, where one stays after saving. */
  stays?: boolean;
  /** The record as the form takes it, from what the server tells. */
  toForm: (told: never) => T;
  nameOf: (record: T) => string;
  /** What a change shows itself in, by the names of resources. */
  touches: readonly string[];
  /** The audit log's entries about a change of the record. */
  trailOf: (id: number) => { event: string } & Record<string, unknown>;
  /** Whether a field says the same; by default only the very same value does. */
  isSame?: (field: string, one: unknown, other: unknown) => boolean;
  /** A field's value as it is sent. */
  clean?: (field: string, value: unknown) => unknown;
  /** A field's value in words. */
  words: (field: string, value: unknown, translate: ReturnType<typeof useTranslate>) => string;
}

/** What was changed, of all that can be. */
export function changesOf<T extends Versioned>(editing: Editing<T>, values: object, before: T): Partial<T> {
  const {
    fields,
    clean = (_field, value) => value,
    isSame = (_field, one, other) => one === other,
  } = editing;
  const all = values as Values;
  const changed = fields
    .filter((field) => all[field] !== undefined)
    .map((field) => [field, clean(field, all[field])] as const)
    .filter(([field, value]) => !isSame(field, value, before[field]));
  return Object.fromEntries(changed) as Partial<T>;
}
