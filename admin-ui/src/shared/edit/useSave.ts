import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useDataProvider, useNotify, useRedirect, type HttpError } from 'react-admin';
import type { Entry } from '../../audit/entry';
import type { ConsoleDataProvider } from '../../providers/dataProvider';
import type { Editing, Versioned } from './editing';

/** What somebody else did to the record while this form was open. */
export interface Conflict<T> {
  now: T;
  /** Their change in the audit log; none when it is already past its keeping. */
  entry: Entry | undefined;
  /** The server's sentence. */
  detail: string;
}

export type Save<T> = (change: Partial<T>, before: T) => Promise<object | undefined>;

/** Belongs to no field: with it the form still knows that what was typed is not saved. */
const UNSAVED = { 'root.unsaved': ' ' };

const newest = (filter: object) => ({
  filter,
  sort: { field: 'id', order: 'DESC' as const },
  pagination: { page: 1, perPage: 1 },
});

/**
 * Saves a record as one began to edit it. When somebody else was faster nothing is overwritten: what they
 * did is fetched, for the form to show and to ask.
 * @param onSaved gets the record as it is now, while the form can still take note before it is left
 */
export function useSave<T extends Versioned>(editing: Editing<T>, onSaved: (record: T) => void) {
  const { resource, toForm } = editing;
  const notify = useNotify();
  const redirect = useRedirect();
  const queryClient = useQueryClient();
  const dataProvider = useDataProvider<ConsoleDataProvider>();
  const [conflict, setConflict] = useState<Conflict<T>>();

  async function meet(id: number, detail: string): Promise<void> {
    const [now, { data: entries }] = await Promise.all([
      dataProvider.getOne(resource, { id }).then(({ data }) => toForm(data)),
      dataProvider.getList('audit', newest(editing.trailOf(id))),
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
  const save: Save<T> = async (change, before) => {
    const { id } = before;
    let saved: T;
    try {
      const { data } = await dataProvider.update(resource, { id, data: change, previousData: before });
      saved = toForm(data);
      onSaved(saved);
    } catch (error) {
      return refused(error as HttpError, id);
    }
    setConflict(undefined);
    notify(`resources.${resource}.updated`, { type: 'info', messageArgs: { name: editing.nameOf(saved) } });
    if (!editing.stays) redirect('show', resource, id);
    await Promise.all(editing.touches.map((name) => queryClient.invalidateQueries({ queryKey: [name] })));
  };

  return { save, conflict, settle: () => setConflict(undefined) };
}
