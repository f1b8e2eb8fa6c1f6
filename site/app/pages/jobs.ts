import { words } from '../../words/index.js';
import { listPage } from './list-page.js';

export const jobs = listPage('/api/jobs', 'jobs', words.jobs);
