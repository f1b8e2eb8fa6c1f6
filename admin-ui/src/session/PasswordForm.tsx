import { Alert, Button, Checkbox, FormControlLabel, Stack, TextField } from '@mui/material';
import { useRef, useState, type FormEvent } from 'react';
import { useTranslate } from 'react-admin';
import { hasPasskeys } from '../providers/passkey';
import { signIn, signInByPasskey, type SecondStep } from '../providers/signIn';
import { PasswordBox } from '../shared/PasswordBox';
import { codeOf } from './codeOf';
import { PasskeyButton } from './PasskeyButton';

interface Props {
  /** Fixed name, where the same person is to sign in again. */
  name?: string;
  /** What was said before one came here. */
  reason: string;
  /** A second factor is wanted. */
  onStep: (step: SecondStep) => void;
}

type Missing = { username?: boolean; password?: boolean };

/** First half of the sign-in. What was typed stays after a failure, except the password. */
export const PasswordForm = ({ name, reason, onStep }: Props) => {
  const translate = useTranslate();
  const say = (key: string) => translate(`clearview.sign_in.${key}`);
  const form = useRef<HTMLFormElement>(null);
  const [missing, setMissing] = useState<Missing>({});
  const [failure, setFailure] = useState(reason);
  const [busy, setBusy] = useState(false);
  const focus = (field: string) => form.current?.querySelector<HTMLInputElement>(`[name=${field}]`)?.focus();

  const isRemembered = () =>
    form.current?.querySelector<HTMLInputElement>('[name=remember]')?.checked === true;
  const attempt = async (send: () => Promise<void>, wrong?: string) => {
    setBusy(true);
    try {
      await send();
    } catch (error) {
      const { message } = error as Error;
      setFailure(codeOf(error) === 'invalid_credentials' ? (wrong ?? message) : message);
      setBusy(false);
      focus('password');
    }
  };
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const values = new FormData(event.currentTarget);
    const username = name ?? (values.get('username') as string);
    const password = values.get('password') as string;
    const empty = { username: username === '', password: password === '' };
    setMissing(empty);
    if (empty.username || empty.password) return focus(empty.username ? 'username' : 'password');
    await attempt(async () => {
      const step = await signIn({ username, password, remember: isRemembered() });
      if (step) onStep(step);
    });
  };
  const byPasskey = () =>
    attempt(async () => {
      if (await signInByPasskey(isRemembered())) return;
      throw new Error(translate('clearview.second_factor.no_passkey'));
    }, translate('clearview.second_factor.passkey_unknown'));

  return (
    <Stack component="form" ref={form} noValidate onSubmit={(event) => void submit(event)} sx={{ gap: 2 }}>
      {failure && <Alert severity="error">{failure}</Alert>}
      <TextField
        id="sign-in-username"
        name="username"
        label={say('username')}
        autoComplete="username"
        autoFocus={!name}
        error={missing.username}
        helperText={missing.username && say('username_needed')}
        slotProps={{
          htmlInput: { autoCapitalize: 'none', autoCorrect: 'off', spellCheck: false, maxLength: 128 },
          input: { readOnly: name !== undefined },
        }}
        {...(name !== undefined && { defaultValue: name })}
      />
      <PasswordBox
        id="sign-in-password"
        name="password"
        label={say('password')}
        autoComplete="current-password"
        autoFocus={name !== undefined}
        error={missing.password}
        helperText={missing.password && say('password_needed')}
      />
      <FormControlLabel control={<Checkbox name="remember" size="small" />} label={say('remember')} />
      <Button type="submit" variant="contained" disabled={busy}>
        {say(busy ? 'busy' : 'submit')}
      </Button>
      {hasPasskeys() && <PasskeyButton disabled={busy} onClick={() => void byPasskey()} />}
    </Stack>
  );
};
