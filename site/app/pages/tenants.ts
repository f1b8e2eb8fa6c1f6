import { words } from '../../words/index.js';
import { listPage } from './list-page.js';

export const tenants = listPage('/api/tenants', 'tenants', words.tenants);
