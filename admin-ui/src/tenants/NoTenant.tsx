import { NoRecord, type NoRecordProps } from '../shared/NoRecord';
import { auditAbout } from './tenant';

const ways = (id: number) => [{ key: 'about', to: auditAbout(id) }];

/** In the place of a tenant that is gone, which the audit log still names; or that could not be loaded. */
export const NoTenant = (props: NoRecordProps) => <NoRecord resource="tenants" ways={ways} {...props} />;
