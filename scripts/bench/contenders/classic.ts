/** The classic stack, put together as its guides have it: express-session, connect-pg-simple, passport. */
import process from 'node:process';
import connectPgSimple from 'connect-pg-simple';
import express from 'express';
import session from 'express-session';
import passport from 'passport';
import { makePool, serve, type Account } from './serve.js';

const pool = makePool();
const Store = connectPgSimple(session);
const store = new Store({ pool, schemaName: 'classic', createTableIfMissing: true });

passport.serializeUser((user, done) => done(null, (user as Account).id));
passport.deserializeUser((id, done) => {
  pool
    .query<Account>('select id, username, role from users where id = $1 and is_active', [id])
    .then(({ rows }) => done(null, rows[0] ?? false))
    .catch(done);
});

const app = express();
app.use(
  session({
    store,
    secret: process.env.BENCH_SECRET ?? '',
    resave: false,
    saveUninitialized: false,
    cookie: { maxAge: 28_800_000, sameSite: 'lax' },
  }),
);
app.use(passport.session());
app.get('/me', (req, res) => {
  if (req.isAuthenticated()) res.json(req.user);
  else res.status(401).json({ code: 'unauthorized' });
});

await pool.query('create schema if not exists classic');
// The table is made when a session is first asked for; by then it must be there to be filled.
await new Promise<void>((resolve, reject) => {
  store.get('none', (error: Error | null) => (error === null ? resolve() : reject(error)));
});
serve(app);
