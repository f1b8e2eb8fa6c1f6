/** The command line of Clearview: `npx clearview --help`. */
import { EXIT, outcomeOf } from './outcome.js';
import { say, toJson } from './output.js';
import { createProgram } from './program.js';

/** A reader such as `head` that has seen enough ends us without a word. */
function endWithReader(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(EXIT.done);
  });
}

/**
 * @param args what was typed behind `clearview`
 * @returns the exit code
 */
export async function main(args: string[]): Promise<number> {
  endWithReader();
  try {
    await createProgram().parseAsync(args, { from: 'user' });
    return Number(process.exitCode ?? EXIT.done);
  } catch (error) {
    const { exit, told } = outcomeOf(error);
    if (told !== null) say(args.includes('--json') ? toJson(told) : `clearview: ${told.detail}`);
    if (process.env.CLEARVIEW_DEBUG === '1') say((error as Error).stack ?? '');
    return exit;
  }
}
