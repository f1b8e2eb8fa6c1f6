import { NoRecord, type NoRecordProps } from '../shared/NoRecord';
import { auditAbout, auditBy } from './user';

const ways = (id: number) => [
  { key: 'by', to: auditBy(id) },
  { key: 'about', to: auditAbout(id) },
];

/** In the place of a user who is gone, whom the audit log still names; or who could not be loaded. */
export const NoUser = (props: NoRecordProps) => <NoRecord resource="users" ways={ways} {...props} />;
