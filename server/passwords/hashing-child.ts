/**
 * The program of the process that hashes, see hashing-process.ts. It knows one thing, is told passwords through the
 * pipe only, and keeps none.
 */
import { loadArgon2 } from './argon2.js';
import type { HashAnswer, HashRequest } from './hashing-process.js';

/** Nothing is to be finished: whoever waited for it is gone. At once, as hashes under way would be waited for. */
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));

// A terminal and a service manager tell the whole group, but the server still finishes its requests: it ends us.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);

async function compute(request: HashRequest): Promise<string | boolean> {
  const argon2 = await loadArgon2();
  return 'stored' in request
    ? argon2.verify(request.stored, request.password)
    : argon2.hash(request.password, request.cost);
}

async function answerOf(request: HashRequest): Promise<HashAnswer> {
  try {
    return { id: request.id, value: await compute(request) };
  } catch (error) {
    return { id: request.id, error: error instanceof Error ? error.message : String(error) };
  }
}

process.on('message', (request: HashRequest) => {
  // Who cannot be answered has gone, which ends this process too.
  void answerOf(request).then((answer) => process.send?.(answer, undefined, undefined, () => undefined));
});
