import { send } from './http';
import { askForPasskey, type PasskeyRequest } from './passkey';
import { arrive } from './session';

export interface Credentials {
  username: string;
  password: string;
  remember: boolean;
}

export type SecondFactor = 'totp' | 'passkey' | 'recovery_code';

/** The password was right; one of these is still wanted. */
export interface SecondStep {
  step: string;
  methods: SecondFactor[];
  passkey_options: PasskeyRequest | null;
}

type FirstAnswer = { second_factor_required?: false } | ({ second_factor_required: true } & SecondStep);

/**
 * @returns what is still wanted of those who have a second factor; null when they are in
 * @throws HttpError 401, 429 or worse, with words to show in the form
 */
export async function signIn(credentials: Credentials): Promise<SecondStep | null> {
  const { data } = await send<FirstAnswer>('POST', '/api/auth/login', { body: credentials });
  if (data.second_factor_required) return data;
  await arrive();
  return null;
}

/** @throws HttpError `invalid_credentials` for a wrong code, `step_over` when it has to begin anew */
export async function sendCode({ step }: SecondStep, code: string): Promise<void> {
  await send('POST', '/api/auth/login/second-factor', { body: { step, code } });
  await arrive();
}

/** @returns false when the browser had none to give */
export async function sendPasskey({ step, passkey_options }: SecondStep): Promise<boolean> {
  const passkey = passkey_options && (await askForPasskey(passkey_options));
  if (!passkey) return false;
  await send('POST', '/api/auth/login/second-factor', { body: { step, passkey } });
  await arrive();
  return true;
}

/** With a passkey alone, which knows whose it is. @returns false when the browser had none to give */
export async function signInByPasskey(remember: boolean): Promise<boolean> {
  const { data } = await send<{ step: string; options: PasskeyRequest }>(
    'POST',
    '/api/auth/passkey/options',
    {
      body: {},
    },
  );
  const passkey = await askForPasskey(data.options);
  if (!passkey) return false;
  await send('POST', '/api/auth/passkey', { body: { step: data.step, passkey, remember } });
  await arrive();
  return true;
}
