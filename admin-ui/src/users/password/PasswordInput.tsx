import CheckIcon from '@mui/icons-material/Check';
import RingIcon from '@mui/icons-material/RadioButtonUnchecked';
import { Box, Button, Stack, Typography } from '@mui/material';
import { useId, useState, type MutableRefObject } from 'react';
import { useInput, useTranslate, ValidationError } from 'react-admin';
import { useFormContext, useWatch } from 'react-hook-form';
import { PasswordBox } from '../../shared/PasswordBox';
import { generatePassword, missingRules, rules, type Rule } from './passwordPolicy';
import { Strength } from './Strength';

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

const Generator = ({ isGenerated, onGenerate }: { isGenerated: boolean; onGenerate: () => void }) => {
  const translate = useTranslate();
  return (
    <Stack direction="row" sx={{ gap: 1.5, mt: 1, alignItems: 'center' }}>
      <Button size="small" variant="outlined" color="inherit" onClick={onGenerate} sx={{ flexShrink: 0 }}>
        {translate('clearview.password.generate')}
      </Button>
      <Typography variant="caption" role="status" color="text.secondary">
        {isGenerated && translate('resources.users.password.generated')}
      </Typography>
    </Stack>
  );
};

interface Props {
  autoFocus?: boolean;
  /** Known when it is not a field of the same form. A password made of it is weak. */
  username?: string;
  /** Where the last password that was made up is kept: if it is saved as it is, it is shown once. */
  generated: MutableRefObject<string | null>;
}

/** A new password: typed or made up, held against the policy while typing; the server decides. */
export const PasswordInput = ({ autoFocus = false, username, generated }: Props) => {
  const translate = useTranslate();
  const policyId = useId();
  const { setValue } = useFormContext();
  const [revealed, setRevealed] = useState(0);
  const values = useWatch<{ password?: string; username?: string }>();
  const password = values.password ?? '';
  const { field, fieldState } = useInput({
    source: 'password',
    defaultValue: '',
    validate: (value: string) => (missingRules(value).length > 0 ? 'clearview.password.weak' : undefined),
  });

  const generate = () => {
    generated.current = generatePassword();
    setValue('password', generated.current, { shouldDirty: true, shouldValidate: true });
    setRevealed(revealed + 1);
  };
  const message = fieldState.error?.message;
  return (
    <Box>
      <PasswordBox
        {...field}
        key={revealed}
        fullWidth
        autoFocus={autoFocus}
        revealed={revealed > 0}
        label={translate('resources.users.fields.password')}
        autoComplete="new-password"
        error={fieldState.invalid}
        helperText={message && <ValidationError error={message} />}
        describedBy={policyId}
      />
      <Generator isGenerated={revealed > 0 && password === generated.current} onGenerate={generate} />
      <Strength password={password} username={username ?? values.username ?? ''} />
      <Policy id={policyId} password={password} />
    </Box>
  );
};
