import { useTranslate } from 'react-admin';
import { RecordInput } from '../shared/picker/RecordInput';
import type { Directory } from '../shared/picker/useRecords';
import { useNamesInEntries, type Party } from './useNamesInEntries';

const USERS: Directory = { resource: 'users', nameField: 'username' };

/** A filter by who did it, or by whom it was done to. */
export const AccountInput = ({ source }: { source: Exclude<Party, 'tenant_id'> }) => {
  const translate = useTranslate();
  const say = (key: string) => translate(`resources.audit.${key}`);
  const lastName = useNamesInEntries(source);
  const words = {
    label: say(`fields.${source}`),
    placeholder: say('anybody'),
    none: say('account_none'),
    loading: say('account_loading'),
    number: 'resources.audit.account_number',
    gone: 'resources.audit.no_account',
  };
  return <RecordInput source={source} directory={USERS} words={words} lastName={lastName} />;
};
