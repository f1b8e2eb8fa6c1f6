import { useTouch } from '../shared/useTouch';

/** Reads again what a change of users or sessions shows itself in, as far as it is on the screen. */
export const useFresh = (): (() => Promise<void>) => useTouch('users', 'sessions', 'audit');
