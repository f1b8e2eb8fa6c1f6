import { Alert, Button, Stack } from '@mui/material';
import { useRef, useState, type FormEvent } from 'react';
import { useTranslate } from 'react-admin';
import { hasPasskeys } from '../providers/passkey';
import { sendCode, sendPasskey, type SecondStep } from '../providers/signIn';
import { CodeField } from '../shared/CodeField';
import { codeOf } from './codeOf';
import { PasskeyButton } from './PasskeyButton';

interface Props {
  step: SecondStep;
  /** Back to the password, and why. */
  onBack: (reason: string) => void;
}

/** Second half of the sign-in, for those who have a second factor. */
export const SecondStepForm = ({ step, onBack }: Props) => {
  const translate = useTranslate();
  const say = (key: string) => translate(`clearview.second_factor.${key}`);
  const form = useRef<HTMLFormElement>(null);
  const [problem, setProblem] = useState<string>();
  const [failure, setFailure] = useState('');
  const [busy, setBusy] = useState(false);
  const has = (method: SecondStep['methods'][number]) => step.methods.includes(method);
  const hasCode = has('totp') || has('recovery_code');

  const again = (words: string) => {
    setProblem(words);
    const field = form.current?.querySelector<HTMLInputElement>('[name=code]');
    field?.focus();
    field?.select();
  };
  const attempt = async (send: () => Promise<boolean | void>, wrong: () => void) => {
    setBusy(true);
    setFailure('');
    setProblem(undefined);
    try {
      if ((await send()) === false) setFailure(say('no_passkey'));
    } catch (error) {
      const code = codeOf(error);
      if (code === 'step_over') return onBack((error as Error).message);
      if (code === 'invalid_credentials') wrong();
      else setFailure((error as Error).message);
    }
    setBusy(false);
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const code = (new FormData(event.currentTarget).get('code') as string).trim();
    if (code === '') return again(say('code_needed'));
    void attempt(
      () => sendCode(step, code),
      () => again(say('wrong_code')),
    );
  };

  return (
    <Stack component="form" ref={form} noValidate onSubmit={submit} sx={{ gap: 2 }}>
      {failure && <Alert severity="error">{failure}</Alert>}
      {hasCode && (
        <>
          <CodeField autoFocus hasApp={has('totp')} hasRecovery={has('recovery_code')} problem={problem} />
          <Button type="submit" variant="contained" disabled={busy}>
            {translate(`clearview.sign_in.${busy ? 'busy' : 'submit'}`)}
          </Button>
        </>
      )}
      {has('passkey') && hasPasskeys() && (
        <PasskeyButton
          main={!hasCode}
          disabled={busy}
          onClick={() =>
            void attempt(
              () => sendPasskey(step),
              () => setFailure(say('passkey_unknown')),
            )
          }
        />
      )}
      <Button onClick={() => onBack('')}>{say('back')}</Button>
    </Stack>
  );
};
