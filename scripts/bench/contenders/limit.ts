/** The limit: node:http and one named prepared statement, nothing else. */
import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { makePool, readAccount, serve, type Account } from './serve.js';

const pool = makePool();
const COOKIE = /(?:^|; )clearview_session=([0-9a-f]{32})/;

function answer(res: ServerResponse, status: number, value: unknown): void {
  const body = JSON.stringify(value);
  res.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
  res.end(body);
}

serve((req, res) => {
  const token = COOKIE.exec(req.headers.cookie ?? '')?.[1] ?? '';
  const id = createHash('sha256').update(token).digest('hex');
  pool.query<Account>(readAccount(id)).then(
    ({ rows: [account] }) => answer(res, account ? 200 : 401, account ?? { code: 'unauthorized' }),
    () => answer(res, 500, { code: 'error' }),
  );
});
