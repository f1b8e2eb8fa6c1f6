/**
 * `npm run dev`: the server restarts and both front ends reload as their sources change.
 * The site is at http://127.0.0.1:5174/, the console at http://127.0.0.1:5173/admin/; both hand /api on to
 * the server on port 3000.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../server/core/project.js';
import { run, say } from './build/run.js';

const consoleRoot = path.join(projectRoot, 'admin-ui');
const vite = 'node_modules/vite/bin/vite.js';

const PROGRAMS: { args: string[]; cwd: string }[] = [
  {
    args: ['node_modules/tsx/dist/cli.mjs', 'watch', '--clear-screen=false', 'server/main.ts'],
    cwd: projectRoot,
  },
  { args: [vite, '--config', 'site/vite.config.ts', '--clearScreen=false'], cwd: projectRoot },
  { args: [vite, '--clearScreen=false'], cwd: consoleRoot },
];

if (!existsSync(path.join(consoleRoot, 'node_modules'))) {
  await run('Installing the packages of the console (once)', 'npm', ['ci', '--include=dev'], consoleRoot);
}

const children: ChildProcess[] = PROGRAMS.map(({ args, cwd }) =>
  spawn(process.execPath, args, { cwd, stdio: 'inherit' }),
);

let isStopping = false;

/** One ends, all end: half a development set-up misleads. */
function stopAll(): void {
  if (isStopping) return;
  isStopping = true;
  for (const child of children) child.kill('SIGTERM');
}

for (const child of children) child.on('exit', stopAll);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stopAll);
say('Site: http://127.0.0.1:5174/   Console: http://127.0.0.1:5173/admin/');
