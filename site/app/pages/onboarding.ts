import { words } from '../../words/index.js';
import { listPage } from './list-page.js';

export const onboarding = listPage('/api/onboarding', 'onboarding', words.onboarding);
