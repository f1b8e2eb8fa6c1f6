import { useEffect, useMemo, useState } from 'react';
import { useGetList, useGetManyAggregate, type RaRecord } from 'react-admin';

/** What a field picks from, by name. */
export interface Directory {
  resource: string;
  /** The field that holds the name; it is sorted by too. */
  nameField: string;
}

/** A record that a list can be filtered by; or a number that was one. */
export interface Picked {
  id: number;
  name: string;
  /** Known from the server; else the record is gone, or never was. */
  exists: boolean;
}

const LARGEST_ID = 2_147_483_647;

const nameOf = (record: RaRecord, { nameField }: Directory): string => String(record[nameField]);

/** `12` and `#12` name a record by its number, which outlives the name. */
function numbered(text: string): Picked[] {
  const digits = /^#?([1-9]\d{0,9})$/.exec(text.trim())?.[1];
  return digits && Number(digits) <= LARGEST_ID
    ? [{ id: Number(digits), name: `#${digits}`, exists: false }]
    : [];
}

/** As the server looks for names: one or two characters only begin them. */
function fits(name: string, text: string): boolean {
  const [whole, part] = [name.toLowerCase(), text.trim().toLowerCase()];
  return [...part].length < 3 ? whole.startsWith(part) : whole.includes(part);
}

/** What is typed, once the typing pauses. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), 200);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}

/** Records with the text in their name, as the server finds them, and the one of that number. */
export function useRecordSearch(directory: Directory, text: string, enabled: boolean) {
  const q = useSettled(text.trim());
  const { data, isFetching, isPlaceholderData } = useGetList<RaRecord>(
    directory.resource,
    {
      filter: q ? { q } : {},
      sort: { field: directory.nameField, order: 'ASC' },
      pagination: { page: 1, perPage: 20 },
    },
    { enabled, placeholderData: (before) => before },
  );
  const found: Picked[] = (data ?? [])
    .map((record) => ({ id: Number(record.id), name: nameOf(record, directory), exists: true }))
    // Until the answer is there it shows what of the one before still fits.
    .filter(({ name }) => (!isPlaceholderData && q === text.trim()) || fits(name, text));
  const others = numbered(text).filter(({ id }) => !found.some((one) => one.id === id));
  return { records: [...found, ...others], isSearching: isFetching || q !== text.trim() };
}

/**
 * What a filter's number stands for; null without one.
 * @param lastName what it was called, for one that is gone
 */
export function useRecordOf(directory: Directory, id: number | null, lastName?: string): Picked | null {
  const { data, isPending } = useGetManyAggregate<RaRecord>(
    directory.resource,
    { ids: id === null ? [] : [id] },
    { enabled: id !== null },
  );
  const record = data?.find((one) => one?.id === id);
  const name = id === null ? '' : ((record && nameOf(record, directory)) ?? lastName ?? `#${id}`);
  // While the answer is under way nothing is declared gone.
  const exists = record !== undefined || isPending;
  // The same object as long as it says the same: a field that is given another starts over.
  return useMemo(() => (id === null ? null : { id, name, exists }), [id, name, exists]);
}
