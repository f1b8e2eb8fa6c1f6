import { Checkbox, FormControlLabel, FormHelperText, Box } from '@mui/material';
import { useId } from 'react';
import { useInput, useTranslate } from 'react-admin';

/** Whether a password that somebody else chose is good for one sign-in only. */
export const MustChangeInput = () => {
  const translate = useTranslate();
  const helpId = useId();
  const { field } = useInput({ source: 'must_change_password', defaultValue: false });
  return (
    <Box>
      <FormControlLabel
        label={translate('resources.users.fields.must_change_password')}
        control={
          <Checkbox
            name={field.name}
            size="small"
            checked={field.value === true}
            onChange={(_event, checked) => field.onChange(checked)}
            onBlur={field.onBlur}
            slotProps={{ input: { 'aria-describedby': helpId } }}
          />
        }
      />
      <FormHelperText id={helpId} sx={{ mt: 0, ml: 3.5 }}>
        {translate('resources.users.must_change_help')}
      </FormHelperText>
    </Box>
  );
};
