import CheckIcon from '@mui/icons-material/Check';
import RingIcon from '@mui/icons-material/RadioButtonUnchecked';
import { Box, Button, Stack, Typography } from '@mui/material';
import { useId, useRef, useState } from 'react';
import { useInput, useTranslate, ValidationError } from 'react-admin';
import { useFormContext, useWatch } from 'react-hook-form';
import { PasswordBox } from '../shared/PasswordBox';
import { generatePassword, missingRules, rules, type Rule } from './passwordPolicy';

const RuleLine = ({ rule, met }: { rule: Rule; met: boolean }) => {
  const translate = useTranslate();
  const Icon = met ? CheckIcon : RingIcon;
  return (
    <Stack
      component="li"
      direction="row"
      sx={{ gap: 0.75, alignItems: 'center', color: met ? 'success.main' : 'text.secondary' }}
    >
      <Icon sx={{ fontSize: 15 }} titleAccess={translate(`clearview.password.${met ? 'met' : 'missing'}`)} />
      {translate(`clearview.password.rule.${rule}`)}
    </Stack>
  );
};

const Policy = ({ id, password }: { id: string; password: string }) => {
  const translate = useTranslate();
  const missing = missingRules(password);
  // Nobody comes near 1024 bytes by typing: that rule is told when it is broken.
  const shown = (Object.keys(rules) as Rule[]).filter((rule) => rule !== 'bytes' || missing.includes(rule));
  return (
    <Box id={id} sx={{ fontSize: '0.8125rem', mt: 1 }}>
      <Typography variant="caption">{translate('clearview.password.rules')}</Typography>
      <Box component="ul" sx={{ listStyle: 'none', p: 0, m: 0 }}>
        {shown.map((rule) => (
          <RuleLine key={rule} rule={rule} met={!missing.includes(rule)} />
        ))}
      </Box>
      <Typography variant="caption" color="text.secondary">
        {translate('clearview.password.common')}
      </Typography>
    </Box>
  );
};

/** Makes a password up, shows it, and lets it be copied while the form is open; it is stored nowhere. */
const Generator = ({ onGenerate, onCopy }: { onGenerate: () => void; onCopy: () => Promise<boolean> }) => {
  const translate = useTranslate();
  const [state, setState] = useState<'none' | 'generated' | 'copied' | 'select'>('none');
  const note = { none: '', generated: 'generated', copied: 'generated', select: 'select' }[state];
  return (
    <Stack sx={{ gap: 0.5, mt: 1 }}>
      <Stack direction="row" sx={{ gap: 1 }}>
        <Button
          size="small"
          variant="outlined"
          color="inherit"
          onClick={() => {
            onGenerate();
            setState('generated');
          }}
        >
          {translate('clearview.password.generate')}
        </Button>
        {state !== 'none' && (
          <Button
            size="small"
            variant="outlined"
            color="inherit"
            onClick={() => void onCopy().then((copied) => setState(copied ? 'copied' : 'select'))}
          >
            {translate(`clearview.password.${state === 'copied' ? 'copied' : 'copy'}`)}
          </Button>
        )}
      </Stack>
      <Typography variant="caption" role="status">
        {note && translate(`clearview.password.${note}`)}
      </Typography>
    </Stack>
  );
};

export const PasswordInput = ({ autoFocus = false }: { autoFocus?: boolean }) => {
  const translate = useTranslate();
  const policyId = useId();
  const input = useRef<HTMLInputElement>(null);
  const { setValue } = useFormContext();
  const [revealed, setRevealed] = useState(0);
  const password = (useWatch({ name: 'password' }) as string | undefined) ?? '';
  const { field, fieldState } = useInput({
    source: 'password',
    defaultValue: '',
    validate: (value: string) => (missingRules(value).length > 0 ? 'clearview.password.weak' : undefined),
  });

  const generate = () => {
    setValue('password', generatePassword(), { shouldDirty: true, shouldValidate: true });
    setRevealed(revealed + 1);
  };
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(password);
      return true;
    } catch {
      // Plain HTTP has no clipboard: leave the text selected for the keyboard.
      input.current?.select();
      return false;
    }
  };
  const message = fieldState.error?.message;
  return (
    <Box>
      <PasswordBox
        {...field}
        key={revealed}
        inputRef={input}
        fullWidth
        autoFocus={autoFocus}
        revealed={revealed > 0}
        label={translate('resources.users.fields.password')}
        autoComplete="new-password"
        error={fieldState.invalid}
        helperText={message && <ValidationError error={message} />}
        describedBy={policyId}
      />
      <Generator onGenerate={generate} onCopy={copy} />
      <Policy id={policyId} password={password} />
    </Box>
  );
};
