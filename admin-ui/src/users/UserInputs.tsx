import { Box, Typography } from '@mui/material';
import { BooleanInput, RadioButtonGroupInput, TextInput, useTranslate } from 'react-admin';
import { roleChoices } from './roles';

const USERNAME = /^[A-Za-z0-9][A-Za-z0-9._@+-]{0,127}$/;

export const UsernameInput = () => {
  const translate = useTranslate();
  // Every field of this form is required, so none is marked as such.
  const check = (value?: string) => {
    if (!value) return 'resources.users.username_needed';
    return USERNAME.test(value) ? undefined : 'resources.users.username_shape';
  };
  return (
    <TextInput
      source="username"
      validate={check}
      helperText={translate('resources.users.username_help')}
      autoFocus
      autoComplete="off"
      slotProps={{ htmlInput: { autoCapitalize: 'none', autoCorrect: 'off', spellCheck: false } }}
    />
  );
};

interface Choice {
  id: 'admin' | 'user';
  name: string;
}

/** A role and what it means, so that nobody has to know it by heart. */
export const RoleText = ({ role }: { role: Choice }) => {
  const translate = useTranslate();
  return (
    <Box component="span" sx={{ display: 'block', py: 0.5 }}>
      {translate(role.name)}
      <Typography component="span" variant="caption" color="text.secondary" sx={{ display: 'block' }}>
        {translate(`resources.users.role_help.${role.id}`)}
      </Typography>
    </Box>
  );
};

/** Of a choice among radio buttons that explain themselves. */
export const radioLayout = {
  '& .MuiFormControlLabel-root': { alignItems: 'flex-start' },
  '& .MuiFormLabel-root': {
    transform: 'none',
    position: 'static',
    fontSize: '0.8125rem',
    fontWeight: 500,
    '&:not(.Mui-error)': { color: 'text.primary' },
  },
};

export const RoleInput = ({ disabled = false }: { disabled?: boolean }) => (
  <RadioButtonGroupInput
    source="role"
    choices={roleChoices}
    optionText={(role: Choice) => <RoleText role={role} />}
    row={false}
    disabled={disabled}
    helperText={false}
    sx={radioLayout}
  />
);

export const ActiveInput = ({ disabled = false }: { disabled?: boolean }) => {
  const translate = useTranslate();
  return (
    <BooleanInput
      source="is_active"
      label={translate('resources.users.active')}
      helperText={disabled ? false : translate('resources.users.active_help')}
      disabled={disabled}
    />
  );
};
