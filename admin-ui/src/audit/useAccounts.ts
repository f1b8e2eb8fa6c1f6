import { useEffect, useMemo, useState } from 'react';
import { useGetList, useGetManyAggregate, useListContext, type RaRecord } from 'react-admin';
import type { Entry } from './entry';
import { actorOf, targetOf } from './sentence';

/** A user that the log can be filtered by; or a number that was one. */
export interface Account {
  id: number;
  name: string;
  /** Known from the list of users; else the account is gone, or never was. */
  exists: boolean;
}

interface UserRecord extends RaRecord {
  id: number;
  username: string;
}

export type AccountFilter = 'user_id' | 'target_id';

const LARGEST_ID = 2_147_483_647;

/** `12` and `#12` name an account by its number, which outlives the name. */
function numbered(text: string): Account[] {
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

/** Users with the text in their name, as the server finds them, and the account of that number. */
export function useAccountSearch(text: string, enabled: boolean) {
  const q = useSettled(text.trim());
  const { data, isFetching } = useGetList<UserRecord>(
    'users',
    {
      filter: q ? { q } : {},
      sort: { field: 'username', order: 'ASC' },
      pagination: { page: 1, perPage: 20 },
    },
    { enabled, placeholderData: (before) => before },
  );
  const found: Account[] = (data ?? [])
    .map(({ id, username }) => ({ id, name: username, exists: true }))
    // Until the answer is there it shows what of the one before still fits.
    .filter(({ name }) => fits(name, text));
  const others = numbered(text).filter(({ id }) => !found.some((account) => account.id === id));
  return { accounts: [...found, ...others], isSearching: isFetching || q !== text.trim() };
}

/** What the entries on the page call somebody: all that is left of an account that is gone. */
function nameInEntries(entries: Entry[], filter: AccountFilter, id: number): string | undefined {
  const inEntry = filter === 'user_id' ? actorOf : targetOf;
  return entries.map(inEntry).find((person) => person?.id === id)?.name;
}

/** Who a filter's number is; null without one. */
export function useAccount(filter: AccountFilter, id: number | null): Account | null {
  const { data: entries = [] } = useListContext<Entry>();
  const { data, isPending } = useGetManyAggregate<UserRecord>(
    'users',
    { ids: id === null ? [] : [id] },
    { enabled: id !== null },
  );
  const user = data?.find((record) => record?.id === id);
  const name = id === null ? '' : (user?.username ?? nameInEntries(entries, filter, id) ?? `#${id}`);
  // While the answer is under way nobody is declared gone.
  const exists = user !== undefined || isPending;
  // The same object as long as it says the same: a field that is given another starts over.
  return useMemo(() => (id === null ? null : { id, name, exists }), [id, name, exists]);
}
