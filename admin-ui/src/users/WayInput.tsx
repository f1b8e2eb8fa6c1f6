import { Box, Typography } from '@mui/material';
import { RadioButtonGroupInput, useTranslate } from 'react-admin';
import { radioLayout } from './UserInputs';

/** How somebody new comes to a password. */
export type Way = 'password' | 'invite';

const choices = (['password', 'invite'] as const).map((id) => ({ id }));

const WayText = ({ way }: { way: Way }) => {
  const translate = useTranslate();
  return (
    <Box component="span" sx={{ display: 'block', py: 0.5 }}>
      {translate(`resources.users.way.${way}`)}
      <Typography component="span" variant="caption" color="text.secondary" sx={{ display: 'block' }}>
        {translate(`resources.users.way.${way}_help`)}
      </Typography>
    </Box>
  );
};

export const WayInput = () => (
  <RadioButtonGroupInput
    source="way"
    choices={choices}
    optionText={({ id }: { id: Way }) => <WayText way={id} />}
    row={false}
    helperText={false}
    sx={radioLayout}
  />
);
