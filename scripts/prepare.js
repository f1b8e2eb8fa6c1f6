/**
 * Before every start: when nothing was touched since everything was built, that is all there is to know, and it is
 * told by what the file system says of the sources. Only otherwise prepare.ts is loaded, which goes by their content.
 */
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = path.join(root, 'dist');
const STAMP = path.join(dist, 'untouched.stamp');

/** All that prepare.ts reads, in few words: a file too many costs a closer look, one too few a stale build. */
const SOURCES = [
  'server',
  'db',
  'scripts',
  'site',
  'admin-ui',
  'tsconfig.json',
  'tsconfig.build.json',
  'package-lock.json',
];
const OUTPUT = [
  'dist/server',
  'dist/db',
  'dist/scripts',
  'dist/site',
  'admin-ui/node_modules',
  'admin-ui/dist',
];
const PASSED_OVER = new Set(['node_modules', 'dist']);

/**
 * @param {import('node:crypto').Hash} hash
 * @param {string} file
 */
function add(hash, file) {
  const found = lstatSync(file, { bigint: true });
  if (found.isDirectory()) {
    for (const name of readdirSync(file).sort()) if (!PASSED_OVER.has(name)) add(hash, path.join(file, name));
    return;
  }
  // Whoever sets the time of a change back cannot set back the time at which that was done.
  hash.update(`${file}\0${found.ino} ${found.size} ${found.mtimeNs} ${found.ctimeNs}\0`);
}

/** @returns {string} what changes when a source is touched */
function sources() {
  const hash = createHash('sha256');
  for (const source of SOURCES) add(hash, path.join(root, source));
  return hash.digest('hex');
}

/** @returns {string} what tells which sources each part was built from */
function parts() {
  const names = readdirSync(dist).filter((name) => name.endsWith('.stamp') && name !== path.basename(STAMP));
  return names
    .sort()
    .map((name) => `${name} ${readFileSync(path.join(dist, name), 'utf8')}`)
    .join('\n');
}

function isUntouched() {
  if (!existsSync(STAMP) || !OUTPUT.every((folder) => existsSync(path.join(root, folder)))) return false;
  return readStamp() === `${sources()}\n${parts()}`;
}

/** @returns {string | null} null for one that somebody else made for themselves alone */
function readStamp() {
  try {
    return readFileSync(STAMP, 'utf8');
  } catch {
    return null;
  }
}

/** @param {string} text */
function writeStamp(text) {
  try {
    writeFileSync(STAMP, text);
  } catch {
    // Built by somebody else, or read-only: the next start takes the closer look again, and that is all.
  }
}

if (!isUntouched()) {
  const before = sources();
  const { register } = await import('tsx/esm/api');
  register();
  await import('./prepare.ts');
  // What was edited meanwhile is looked at more closely the next time.
  if (process.exitCode === undefined && sources() === before) writeStamp(`${before}\n${parts()}`);
}
