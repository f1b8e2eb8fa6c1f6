import { useListContext } from 'react-admin';
import type { Entry } from './entry';
import { actorOf, targetOf } from './sentence';

/** A filter by who takes part in an entry. */
export type Party = 'user_id' | 'target_id' | 'tenant_id';

/** What the entries on the page call somebody, or a tenant: all that is left of what is gone. */
export function useNamesInEntries(party: Party): (id: number) => string | undefined {
  const { data: entries = [] } = useListContext<Entry>();
  const inEntry = party === 'user_id' ? actorOf : targetOf;
  const kind = party === 'tenant_id' ? 'tenant' : 'user';
  return (id) => entries.map(inEntry).find((one) => one?.kind === kind && one.id === id)?.name;
}
