#!/usr/bin/env node
/**
 * `npx clearview …` from the checkout: npm finds this file by `bin` of package.json and needs neither a network nor
 * an installed package for it. Sources are run as they are where the build tools are installed, and the compiled
 * ones where they are not (`npm ci --omit=dev`).
 */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const compiled = new URL('../dist/scripts/cli/main.js', import.meta.url);
const sources = new URL('./cli/main.ts', import.meta.url);
const tools = fileURLToPath(new URL('../node_modules/tsx/package.json', import.meta.url));

async function findProgram() {
  if (existsSync(tools)) {
    const { register } = await import('tsx/esm/api');
    register();
    return sources;
  }
  if (existsSync(fileURLToPath(compiled))) return compiled;
  process.stderr.write('Clearview is not built. Run `npm ci` and `npm run build` in its folder first.\n');
  return process.exit(1);
}

const { main } = await import((await findProgram()).href);
process.exitCode = await main(process.argv.slice(2));
