import { FormControlLabel, Radio, RadioGroup } from '@mui/material';
import { useTranslate } from 'react-admin';
import { roleChoices } from './roles';
import { RoleText } from './UserInputs';
import type { Role } from './user';

interface Props {
  value: Role;
  onChange: (role: Role) => void;
}

/** A role to be chosen outside a form. */
export const RoleChoice = ({ value, onChange }: Props) => {
  const translate = useTranslate();
  return (
    <RadioGroup
      aria-label={translate('resources.users.fields.role')}
      value={value}
      onChange={(_event, role) => onChange(role as Role)}
      sx={{ mt: 1.5, '& .MuiFormControlLabel-root': { alignItems: 'flex-start' } }}
    >
      {roleChoices.map((role) => (
        <FormControlLabel
          key={role.id}
          value={role.id}
          control={<Radio size="small" />}
          label={<RoleText role={role} />}
        />
      ))}
    </RadioGroup>
  );
};
