import type { ResourceProps } from 'react-admin';
import { SessionList } from './SessionList';

export default { name: 'sessions', list: SessionList } satisfies ResourceProps;
