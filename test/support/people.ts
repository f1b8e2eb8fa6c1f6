/** People who use the application in tests, and their sessions. */
import request, { type Response, type Test } from 'supertest';
import type { TestApp } from './app.js';

export const ADMIN = { username: 'root', password: 'CorrectHorse42' };
export const PASSWORD = 'JoePassword42';

/** A client with a cookie, or without one. */
export interface Person {
  cookie: string;
  get(path: string): Test;
  post(path: string, body?: object): Test;
  patch(path: string, body: object): Test;
  delete(path: string): Test;
}

/** The `name=value` of the session cookie that an answer sets; '' when it sets none. */
export function cookieOf(response: Response): string {
  const header = (response.headers['set-cookie'] as unknown as string[] | undefined)?.[0];
  return header?.split(';', 1)[0] ?? '';
}

export function person(app: TestApp, cookie = ''): Person {
  const add = (test: Test): Test => (cookie === '' ? test : test.set('Cookie', cookie));
  return {
    cookie,
    get: (path) => add(request(app.url).get(path)),
    post: (path, body) => {
      const test = add(request(app.url).post(path));
      return body === undefined ? test : test.send(body);
    },
    patch: (path, body) => add(request(app.url).patch(path)).send(body),
    delete: (path) => add(request(app.url).delete(path)),
  };
}

function must(response: Response): Response {
  if (response.status !== 200) throw new Error(`${response.status} ${response.text}`);
  return response;
}

/** Runs the setup. @returns the administrator ADMIN, signed in */
export async function setUp(app: TestApp): Promise<Person> {
  return person(app, cookieOf(must(await person(app).post('/api/auth/setup', ADMIN))));
}

export async function signIn(app: TestApp, username: string, password = PASSWORD): Promise<Person> {
  return person(app, cookieOf(must(await person(app).post('/api/auth/login', { username, password }))));
}

/** Makes a user by an administrator. @returns the id */
export async function createUser(
  admin: Person,
  username: string,
  role: 'admin' | 'user' = 'user',
): Promise<number> {
  const made = must(await admin.post('/api/users', { username, password: PASSWORD, role }));
  return (made.body as { id: number }).id;
}
