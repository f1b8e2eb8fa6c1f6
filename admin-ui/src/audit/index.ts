import type { ResourceProps } from 'react-admin';
import { AuditList } from './AuditList';

export default { name: 'audit', list: AuditList } satisfies ResourceProps;
