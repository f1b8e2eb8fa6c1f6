import { ApiError } from '../api/client.js';
import { NoPasskey } from '../api/passkey.js';
import { say, type FormParts } from '../ui/form.js';
import { duration } from '../ui/format.js';
import { describe } from '../ui/trouble.js';
import { words } from '../words/index.js';

/** Says in a form of the door what went wrong, where nobody knew it better. */
export function sayFailure(parts: FormParts, error: unknown): void {
  if (error instanceof NoPasskey) say(parts, 'info', describe(error));
  else if (error instanceof ApiError && error.status === 429) {
    const { retryAfter } = error;
    say(
      parts,
      'warn',
      retryAfter === null ? words.login.tooManySomeTime : words.login.tooMany(duration(retryAfter)),
    );
  } else if (error instanceof ApiError && error.isAway) {
    say(parts, 'warn', `${describe(error)} ${words.trouble.stillHere}`);
  } else say(parts, 'bad', describe(error));
}

export const isCode = (error: unknown, code: string): boolean =>
  error instanceof ApiError && error.code === code;
