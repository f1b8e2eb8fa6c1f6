import { Alert, Button, Checkbox, FormControlLabel, Stack, TextField } from '@mui/material';
import { useRef, useState, type FormEvent } from 'react';
import { useTranslate } from 'react-admin';
import { signIn } from '../providers/session';
import { PasswordBox } from '../shared/PasswordBox';

interface Props {
  /** Fixed name, where the same person is to sign in again. */
  name?: string;
}

type Missing = { username?: boolean; password?: boolean };

/** Signs in on the same cookie as the site. What was typed stays after a failure, except the password. */
export const SignInForm = ({ name }: Props) => {
  const translate = useTranslate();
  const say = (key: string) => translate(`clearview.sign_in.${key}`);
  const form = useRef<HTMLFormElement>(null);
  const [missing, setMissing] = useState<Missing>({});
  const [failure, setFailure] = useState('');
  const [busy, setBusy] = useState(false);
  const focus = (field: string) => form.current?.querySelector<HTMLInputElement>(`[name=${field}]`)?.focus();

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const values = new FormData(event.currentTarget);
    const username = name ?? (values.get('username') as string);
    const password = values.get('password') as string;
    const empty = { username: username === '', password: password === '' };
    setMissing(empty);
    if (empty.username || empty.password) return focus(empty.username ? 'username' : 'password');
    setBusy(true);
    try {
      await signIn({ username, password, remember: values.get('remember') !== null });
    } catch (error) {
      setFailure((error as Error).message);
      setBusy(false);
      focus('password');
    }
  };

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
    </Stack>
  );
};
