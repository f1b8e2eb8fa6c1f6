import { Box, Button, TextField } from '@mui/material';
import { useState } from 'react';
import { useTranslate } from 'react-admin';

interface Props {
  /** Whether an authenticator app is set up; else there are only recovery codes. */
  hasApp?: boolean;
  hasRecovery?: boolean;
  autoFocus?: boolean;
  problem?: string | undefined;
}

/** A code of the second factor, as the field `code` of the form around: of the app, or one of the kept ones. */
export const CodeField = ({ hasApp = true, hasRecovery = true, autoFocus = false, problem }: Props) => {
  const translate = useTranslate();
  const [chosen, setChosen] = useState<'app' | 'recovery' | null>(null);
  const kind = chosen ?? (hasApp ? 'app' : 'recovery');
  const other = kind === 'app' ? 'recovery' : 'app';
  const say = (key: string) => translate(`clearview.second_factor.${key}`);
  return (
    <Box>
      <TextField
        // Another keyboard, and another thing to type.
        key={kind}
        id="second-factor-code"
        name="code"
        fullWidth
        label={say(`${kind}_code`)}
        autoComplete={kind === 'app' ? 'one-time-code' : 'off'}
        autoFocus={autoFocus || chosen !== null}
        error={problem !== undefined}
        helperText={problem ?? say(`${kind}_help`)}
        slotProps={{
          htmlInput: {
            inputMode: kind === 'app' ? 'numeric' : 'text',
            autoCapitalize: 'none',
            autoCorrect: 'off',
            spellCheck: false,
            maxLength: 40,
          },
        }}
      />
      {hasApp && hasRecovery && (
        <Button size="small" onClick={() => setChosen(other)} sx={{ mt: 0.5, ml: -0.5 }}>
          {say(`use_${other}`)}
        </Button>
      )}
    </Box>
  );
};
