/** People with a second factor, and the codes of their app. */
import { URI, type TOTP } from 'otpauth';
import type { Response } from 'supertest';
import type { TestApp } from './app.js';
import { cookieOf, PASSWORD, person, type Person } from './people.js';

/** An authenticator app that holds one secret. */
export interface App {
  secret: string;
  /** @param steps of thirty seconds from now */
  code(steps?: number): string;
}

export function appOf(uri: string): App {
  const totp = URI.parse(uri) as TOTP;
  return {
    secret: totp.secret.base32,
    code: (steps = 0) => totp.generate({ timestamp: Date.now() + steps * 30_000 }),
  };
}

/** Forgets which codes were used, as if half a minute had passed. */
export const passTime = async (app: TestApp): Promise<void> => {
  await app.db('totp_factors').update({ last_step: 0 });
};

/** Sets up an app for somebody. @returns it and the recovery codes; no code counts as used */
export async function addTotp(app: TestApp, who: Person): Promise<{ phone: App; codes: string[] }> {
  const made = await who.post('/api/auth/second-factor/totp', {}).expect(200);
  const phone = appOf((made.body as { uri: string }).uri);
  const confirmed = await who
    .post('/api/auth/second-factor/totp/confirm', { code: phone.code() })
    .expect(200);
  await passTime(app);
  return { phone, codes: (confirmed.body as { recovery_codes: string[] | null }).recovery_codes ?? [] };
}

/** The first step. @returns the answer, which holds the step */
export async function firstStep(app: TestApp, username: string, password = PASSWORD): Promise<string> {
  const answer = await person(app).post('/api/auth/login', { username, password }).expect(200);
  return (answer.body as { step: string }).step;
}

export async function secondStep(app: TestApp, body: object): Promise<Response> {
  return person(app).post('/api/auth/login/second-factor', body);
}

/** Both steps. */
export async function signInWithCode(app: TestApp, username: string, code: string): Promise<Person> {
  const answer = await secondStep(app, { step: await firstStep(app, username), code });
  if (answer.status !== 200) throw new Error(`${answer.status} ${answer.text}`);
  return person(app, cookieOf(answer));
}

/** As if the last sign of who they are were longer ago than ten minutes. */
export async function growStale(app: TestApp): Promise<void> {
  await app.db('user_sessions').update({ authenticated_at: new Date(Date.now() - 11 * 60_000) });
}
