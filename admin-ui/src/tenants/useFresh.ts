import { useTouch } from '../shared/useTouch';

/** Reads again what a change of tenants or scans shows itself in, as far as it is on the screen. */
export const useFresh = (): (() => Promise<void>) =>
  useTouch('tenants', 'jobs', 'onboarding', 'audit', 'stats');
