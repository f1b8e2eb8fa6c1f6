/** Room for the data to grow. */
import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import path from 'node:path';
import { ok, warn, wrong, type Finding } from './finding.js';

const GIB = 1024 ** 3;
const shown = (bytes: number): string => `${(bytes / GIB).toFixed(1)} GiB`;

/** The nearest folder above that exists. */
function existing(folder: string): string {
  let step = path.resolve(folder);
  while (!existsSync(step)) step = path.dirname(step);
  return step;
}

/** @param folder where the data is, or will be */
export async function checkDisk(folder: string): Promise<Finding> {
  const place = existing(folder);
  const { bavail, blocks, bsize } = await statfs(place);
  return judgeDisk(place, bavail * bsize, blocks * bsize);
}

/** @param free bytes that are left of `total` */
export function judgeDisk(place: string, free: number, total: number): Finding {
  const share = Math.floor((free / Math.max(total, 1)) * 100);
  const summary = `${shown(free)} (${share} %) are free at ${place}.`;
  if (free < GIB / 2) {
    return wrong(
      'disk',
      summary,
      'Make room now: a full disk stops every change. AUDIT_RETENTION_DAYS shortens the log.',
    );
  }
  if (free < 2 * GIB || share < 5) return warn('disk', summary, 'Make room soon.');
  return ok('disk', summary);
}
