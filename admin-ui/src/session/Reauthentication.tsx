import {
  Alert,
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogContentText,
  DialogTitle,
  Stack,
} from '@mui/material';
import { useEffect, useId, useRef, useState, type FormEvent } from 'react';
import { useTranslate } from 'react-admin';
import { hasPasskeys } from '../providers/passkey';
import {
  callOff,
  readProof,
  showIt,
  showPasskey,
  useIsAsked,
  type Proof,
} from '../providers/reauthentication';
import { useMe } from '../providers/session';
import { CodeField } from '../shared/CodeField';
import { PasswordBox } from '../shared/PasswordBox';
import { PasskeyButton } from './PasskeyButton';

type Problems = Partial<Record<string, string>>;

/** What the server found wrong: by field, or with the whole under no name. */
function problemsOf(error: unknown): Problems {
  const { message } = error as Error;
  const { code, errors } = (error as { body?: { code?: string; errors?: Problems } }).body ?? {};
  if (code === 'wrong_password') return { password: message };
  if (code === 'invalid_code') return { code: message };
  return errors ?? { '': message };
}

/** What is still missing among the fields that are asked for. */
function missing(form: HTMLFormElement, say: (key: string) => string): Problems {
  const empty = [...form.querySelectorAll<HTMLInputElement>('input[name]')].filter(
    ({ value }) => value === '',
  );
  return Object.fromEntries(empty.map(({ name }) => [name, say(`${name}_needed`)]));
}

const Content = ({ titleId }: { titleId: string }) => {
  const translate = useTranslate();
  const say = (key: string) => translate(`clearview.reauthentication.${key}`);
  const me = useMe();
  const form = useRef<HTMLFormElement>(null);
  const [proof, setProof] = useState<Proof | null>(null);
  const [problems, setProblems] = useState<Problems>({});
  const [busy, setBusy] = useState(false);
  const needs = (what: Proof['needs'][number]) => proof?.needs.includes(what) === true;

  useEffect(() => {
    readProof().then(setProof, (error: Error) => setProblems({ '': error.message }));
  }, []);
  const refuse = (found: Problems) => {
    setProblems(found);
    setBusy(false);
    const [first] = Object.keys(found).filter((name) => name !== '');
    const field = form.current?.querySelector<HTMLInputElement>(`[name=${first ?? 'password'}]`);
    field?.focus();
    field?.select();
  };
  const attempt = async (show: () => Promise<boolean | void>) => {
    setBusy(true);
    setProblems({});
    try {
      if ((await show()) === false) refuse({ '': translate('clearview.second_factor.no_passkey') });
    } catch (error) {
      refuse(problemsOf(error));
    }
  };
  const typedPassword = () => form.current?.querySelector<HTMLInputElement>('[name=password]')?.value ?? '';
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const given = Object.fromEntries(new FormData(event.currentTarget)) as Record<string, string>;
    const empty = missing(event.currentTarget, say);
    if (Object.keys(empty).length > 0) return refuse(empty);
    void attempt(() => showIt(given));
  };

  return (
    <form ref={form} noValidate onSubmit={submit}>
      <DialogTitle id={titleId}>{say('title')}</DialogTitle>
      <DialogContent>
        <DialogContentText sx={{ mb: 2 }}>{say('body')}</DialogContentText>
        <Stack sx={{ gap: 2 }}>
          {problems[''] && <Alert severity="error">{problems['']}</Alert>}
          {/* For the browser's keeper of passwords. */}
          <input type="text" autoComplete="username" value={me?.username ?? ''} readOnly hidden />
          {needs('password') && (
            <PasswordBox
              id="reauthentication-password"
              name="password"
              autoFocus
              label={translate('clearview.sign_in.password')}
              autoComplete="current-password"
              error={problems['password'] !== undefined}
              helperText={problems['password']}
            />
          )}
          {needs('code') && <CodeField problem={problems['code']} />}
          {needs('passkey') && hasPasskeys() && (
            <PasskeyButton
              main={!needs('password')}
              disabled={busy}
              onClick={() => void attempt(() => showPasskey(typedPassword()))}
            />
          )}
        </Stack>
      </DialogContent>
      <DialogActions sx={{ p: 2 }}>
        <Button color="inherit" onClick={callOff}>
          {translate('clearview.cancel')}
        </Button>
        {needs('password') && (
          <Button type="submit" variant="contained" loading={busy}>
            {say('confirm')}
          </Button>
        )}
      </DialogActions>
    </form>
  );
};

/** Asks for the password once more before what is risky; what waits for it then goes on by itself. */
export const Reauthentication = () => {
  const asked = useIsAsked();
  const titleId = useId();
  return (
    <Dialog open={asked} onClose={callOff} aria-labelledby={titleId} maxWidth="xs" fullWidth>
      <Content titleId={titleId} />
    </Dialog>
  );
};
