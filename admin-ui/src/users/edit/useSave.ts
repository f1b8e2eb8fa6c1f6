import { useState } from 'react';
import { useDataProvider, useNotify, useRedirect, type HttpError } from 'react-admin';
import type { Entry } from '../../audit/entry';
import type { ConsoleDataProvider } from '../../providers/dataProvider';
import { useFresh } from '../useFresh';
import type { User, UserChange } from '../user';

/** What somebody else did to the user while this form was open. */
export interface Conflict {
  now: User;
  /** Their change in the audit log; none when it is already past its keeping. */
  entry: Entry | undefined;
  /** The server's sentence. */
  detail: string;
}

export const FIELDS = ['role', 'is_active'] as const;

/** What was changed, of all that can be. */
export const changesOf = (values: Partial<User>, before: User): UserChange =>
  Object.fromEntries(
    FIELDS.filter((field) => values[field] !== undefined && values[field] !== before[field]).map((field) => [
      field,
      values[field],
    ]),
  );

/** Belongs to no field: with it the form still knows that what was typed is not saved. */
const UNSAVED = { 'root.unsaved': ' ' };

const newestChangeOf = (id: number) => ({
  filter: { event: 'user_update', target_id: id },
  sort: { field: 'id', order: 'DESC' as const },
  pagination: { page: 1, perPage: 1 },
});

/**
 * Saves a user as one began to edit them. When somebody else was faster nothing is overwritten: what they
 * did is fetched, for the form to show and to ask.
 * @param onSaved gets the user as they are now, while the form can still take note before it is left
 */
export function useSave(onSaved: (user: User) => void) {
  const notify = useNotify();
  const redirect = useRedirect();
  const fresh = useFresh();
  const dataProvider = useDataProvider<ConsoleDataProvider>();
  const [conflict, setConflict] = useState<Conflict>();

  async function meet(id: number, detail: string): Promise<void> {
    const [now, { data: entries }] = await Promise.all([
      dataProvider.getOne('users', { id }).then(({ data }) => data as User),
      dataProvider.getList('audit', newestChangeOf(id)),
    ]);
    setConflict({ now, entry: (entries as Entry[])[0], detail });
  }

  async function refused(error: HttpError, id: number): Promise<object> {
    const errors = (error.body as { errors?: object } | undefined)?.errors;
    if (errors) return errors;
    try {
      if (error.status !== 412) throw error;
      await meet(id, error.message);
    } catch (problem) {
      notify((problem as Error).message, { type: 'error' });
    }
    return UNSAVED;
  }

  /** @returns errors by field, as react-admin's form takes them; undefined when there is nothing to mend */
  async function save(change: UserChange, before: User): Promise<object | undefined> {
    const { id } = before;
    try {
      const { data } = await dataProvider.update('users', { id, data: change, previousData: before });
      onSaved(data);
    } catch (error) {
      return refused(error as HttpError, id);
    }
    setConflict(undefined);
    notify('resources.users.updated', { type: 'info', messageArgs: { name: before.username } });
    redirect('show', 'users', id);
    await fresh();
  }

  return { save, conflict, settle: () => setConflict(undefined) };
}
