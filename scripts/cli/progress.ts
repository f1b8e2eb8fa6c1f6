/** A bar for work that takes long, where somebody watches; elsewhere silence. */
import { SingleBar } from 'cli-progress';

export interface Progress {
  update(value: number): void;
  stop(): void;
}

const SILENT: Progress = { update: () => undefined, stop: () => undefined };

const whole = new Intl.NumberFormat('en');

/**
 * @param what is counted
 * @param total how many there will be; 0: nobody knows; null: no bar at all
 */
export function startProgress(what: string, total: number | null): Progress {
  if (total === null || !process.stderr.isTTY) return SILENT;
  const known = total > 0;
  const bar = new SingleBar({
    format: known ? `${what}  {bar}  {percentage}%  {value} of {total}  {eta_formatted}` : `${what}  {value}`,
    stream: process.stderr,
    barCompleteChar: '=',
    barIncompleteChar: '.',
    barsize: 30,
    hideCursor: false,
    clearOnComplete: true,
    noTTYOutput: false,
    formatValue: (value, _options, type) =>
      type === 'value' || type === 'total' ? whole.format(value) : String(value),
  });
  bar.start(total, 0);
  return {
    update: (value) => bar.update(known ? Math.min(value, total) : value),
    stop: () => bar.stop(),
  };
}
