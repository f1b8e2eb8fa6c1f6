import { useTouch } from '../shared/useTouch';

/** Reads again what a change of users, sessions or tokens shows itself in, as far as it is on the screen. */
export const useFresh = (): (() => Promise<void>) => useTouch('users', 'sessions', 'tokens', 'audit');
