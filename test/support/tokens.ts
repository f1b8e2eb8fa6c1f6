/** Scripts that use the application in tests, and their tokens. */
import request, { type Test } from 'supertest';
import { SCOPES, type Scope } from '../../server/core/context.js';
import type { TestApp } from './app.js';
import type { Person } from './people.js';

export interface MadeToken {
  id: number;
  name: string;
  hint: string;
  scopes: Scope[];
  networks: string[];
  expires_at: string;
  /** The secret. */
  token: string;
}

/** Makes a token of a person; with every scope that an administrator's can have, unless told otherwise. */
export async function makeToken(
  owner: Person,
  input: { name?: string; scopes?: readonly Scope[]; networks?: string[]; expires_in_days?: number } = {},
): Promise<MadeToken> {
  const answer = await owner.post('/api/tokens', { name: 'a script', scopes: SCOPES, ...input });
  if (answer.status !== 200) throw new Error(`${answer.status} ${answer.text}`);
  return answer.body as MadeToken;
}

/** A client that shows a token. */
export function script(app: TestApp, token: string): Person {
  const add = (test: Test): Test => test.set('Authorization', `Bearer ${token}`);
  return {
    cookie: '',
    get: (path) => add(request(app.url).get(path)),
    post: (path, body) => {
      const test = add(request(app.url).post(path));
      return body === undefined ? test : test.send(body);
    },
    patch: (path, body) => add(request(app.url).patch(path)).send(body),
    delete: (path) => add(request(app.url).delete(path)),
  };
}
