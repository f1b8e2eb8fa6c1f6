import { Box } from '@mui/material';
import { useTranslate } from 'react-admin';

interface Props {
  sessions: number;
  /** Of several users. */
  many?: boolean;
}

/** What goes with users who are deleted, and what stays. */
export const GoneWith = ({ sessions, many = false }: Props) => {
  const translate = useTranslate();
  return (
    <Box component="ul" sx={{ pl: 2.5, my: 1.5, '& li': { mb: 0.5 } }}>
      <li>
        {translate(`resources.users.gone.${sessions === 0 ? 'no_sessions' : 'sessions'}`, {
          smart_count: sessions,
        })}
      </li>
      <li>{translate(`resources.users.gone.sign_in${many ? '_many' : ''}`)}</li>
      <li>{translate(`resources.users.gone.log_stays${many ? '_many' : ''}`)}</li>
    </Box>
  );
};
