/** How a command ends: its exit code, and one sentence where it did not do what was asked. */
import { CommanderError } from 'commander';
import { isUnavailable } from '../../db/pg-errors.js';
import { ConfigError } from '../../server/config.js';
import { ApiError } from '../../server/core/errors.js';

/** For scripts; the list is part of `clearview --help`. */
export const EXIT = {
  done: 0,
  /** It was tried and did not work out, or `doctor` found something wrong. */
  failed: 1,
  /** The command was not understood; nothing was tried. */
  usage: 2,
  /** A rule of Clearview's stands against it, or what was named does not exist; nothing was changed. */
  refused: 3,
  /** Ended by Ctrl+C or a signal. */
  interrupted: 130,
} as const;

/** What was typed makes no sense. */
export class UsageError extends Error {}

/** It cannot be done, for a reason that the operator can mend. */
export class Failure extends Error {
  constructor(
    /** What happened, for a program. */
    readonly code: string,
    detail: string,
  ) {
    super(detail);
  }
}

/** It must not be done. */
export class Refusal extends Failure {}

/** The operator wants to stop. */
export class Interrupted extends Error {
  constructor() {
    super('Interrupted.');
  }
}

export interface Outcome {
  exit: number;
  /** The form of the API's errors; null when there is nothing to say. */
  told: { detail: string; code: string; errors?: Record<string, string> } | null;
}

const AWAY = `The database is out of reach. Is it running, and is DATABASE_URL right? \`npx clearview doctor\` looks closer.`;

function outcomeOfApi(error: ApiError): Outcome {
  const { code, message: detail, status, extras } = error;
  const told = { detail, code, ...(extras.errors === undefined ? {} : { errors: extras.errors }) };
  if (code === 'invalid') return { exit: EXIT.usage, told };
  return { exit: status < 500 ? EXIT.refused : EXIT.failed, told };
}

/** @param error what a command threw */
export function outcomeOf(error: unknown): Outcome {
  if (error instanceof CommanderError) {
    // Help and version are answers; everything else commander has told by itself.
    return { exit: error.exitCode === 0 ? EXIT.done : EXIT.usage, told: null };
  }
  // The last one is what a prompt throws at Ctrl+C.
  if (error instanceof Interrupted || (error as Error).name === 'ExitPromptError') {
    return { exit: EXIT.interrupted, told: null };
  }
  if (error instanceof UsageError) {
    return { exit: EXIT.usage, told: { detail: error.message, code: 'usage' } };
  }
  if (error instanceof Refusal || error instanceof Failure) {
    const exit = error instanceof Refusal ? EXIT.refused : EXIT.failed;
    return { exit, told: { detail: error.message, code: error.code } };
  }
  if (error instanceof ApiError) return outcomeOfApi(error);
  if (error instanceof ConfigError) {
    return { exit: EXIT.failed, told: { detail: error.problems.join('\n'), code: 'configuration' } };
  }
  if (isUnavailable(error))
    return { exit: EXIT.failed, told: { detail: AWAY, code: 'database_unavailable' } };
  return { exit: EXIT.failed, told: { detail: String((error as Error).message), code: 'failed' } };
}
