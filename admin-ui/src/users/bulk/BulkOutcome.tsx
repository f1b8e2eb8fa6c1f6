import { Alert, Box, Button, DialogActions, DialogContent, DialogTitle, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import type { BulkAnswer, Refusal } from '../../providers/users';
import { useNumber } from '../../shared/useNumber';
import type { User } from '../user';
import type { BulkAction } from './bulkAction';

interface Props {
  action: BulkAction;
  answer: BulkAnswer;
  users: User[];
  titleId: string;
  onClose: () => void;
}

const RefusedOnes = ({ refused, users }: { refused: Refusal[]; users: User[] }) => {
  const translate = useTranslate();
  const nameOf = (id: number) =>
    users.find((user) => user.id === id)?.username ?? translate('resources.users.unnamed', { id });
  return (
    <Box
      component="ul"
      tabIndex={0}
      aria-label={translate('resources.users.bulk.refused_names')}
      sx={{ pl: 2.5, my: 1, maxHeight: '40vh', overflowY: 'auto' }}
    >
      {refused.map(({ id, code, detail }) => (
        <Box component="li" key={id} sx={{ mb: 1, overflowWrap: 'anywhere' }}>
          <strong>{nameOf(id)}</strong>
          <br />
          {translate(`clearview.error.${code}`, { _: detail })}
        </Box>
      ))}
    </Box>
  );
};

/** What was done, and for each who was left out why. */
export const BulkOutcome = ({ action, answer, users, titleId, onClose }: Props) => {
  const translate = useTranslate();
  const number = useNumber();
  const say = (key: string, count: number) =>
    translate(`resources.users.bulk.${key}`, { smart_count: count, count: number(count) });
  const { changed, unchanged, refused } = answer;
  return (
    <>
      <DialogTitle id={titleId}>{say('refused', refused.length)}</DialogTitle>
      <DialogContent>
        <RefusedOnes refused={refused} users={users} />
        <Alert severity={changed.length > 0 ? 'success' : 'info'} role="status">
          {say(`${action}.done`, changed.length)}
        </Alert>
        {unchanged.length > 0 && <Typography sx={{ mt: 1 }}>{say('unchanged', unchanged.length)}</Typography>}
      </DialogContent>
      <DialogActions sx={{ p: 2 }}>
        <Button variant="contained" autoFocus onClick={onClose}>
          {translate('ra.action.close')}
        </Button>
      </DialogActions>
    </>
  );
};
