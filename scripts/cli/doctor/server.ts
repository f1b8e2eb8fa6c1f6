/** Whether the server answers where the configuration says it listens. */
import type { Config } from '../../../server/config.js';
import { note, ok, warn, type Finding } from './finding.js';

const PATIENCE = 3_000;

export async function checkServer({ host, port }: Pick<Config, 'host' | 'port'>): Promise<Finding> {
  const reached = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  const url = `http://${reached.includes(':') ? `[${reached}]` : reached}:${port}/readyz`;
  try {
    const { status } = await fetch(url, { signal: AbortSignal.timeout(PATIENCE), redirect: 'manual' });
    if (status === 200) return ok('server', `It is running and ready (${url}).`);
    return warn(
      'server',
      `${url} answers ${status}.`,
      'Look into its log; another program may have taken the port.',
    );
  } catch {
    return note('server', `It is not running here (${url} does not answer).`);
  }
}
