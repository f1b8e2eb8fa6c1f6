/** Better Auth on PostgreSQL, mounted in Express as its guide has it; its own tables, in a schema of their own. */
import process from 'node:process';
import { betterAuth } from 'better-auth';
import { getMigrations } from 'better-auth/db/migration';
import { fromNodeHeaders, toNodeHandler } from 'better-auth/node';
import express from 'express';
import { makePool, serve } from './serve.js';

const pool = makePool({ options: '-c search_path=better_auth' });
const auth = betterAuth({
  database: pool,
  secret: process.env.BENCH_SECRET,
  baseURL: 'http://127.0.0.1',
  emailAndPassword: { enabled: true },
  telemetry: { enabled: false },
});

const app = express();
app.all('/api/auth/*splat', toNodeHandler(auth));
app.get('/me', async (req, res) => {
  const found = await auth.api.getSession({ headers: fromNodeHeaders(req.headers) });
  if (found === null) res.status(401).json({ code: 'unauthorized' });
  else res.json(found.user);
});

await pool.query('create schema if not exists better_auth');
await (await getMigrations(auth.options)).runMigrations();
serve(app);
