import { Box, Button, Stack, Typography } from '@mui/material';
import { useState, type ReactNode } from 'react';
import { useTranslate } from 'react-admin';
import { LimitedButton } from '../../shared/LimitedButton';
import { Panel } from '../../shared/Panel';
import { PasswordLinkDialog } from '../PasswordLinkDialog';
import { ResetPasswordDialog } from '../ResetPasswordDialog';
import { ResetFactorDialog } from '../ResetFactorDialog';
import { SecondFactorMark } from '../UserMarks';
import { useIsOwn, type User } from '../user';

interface LineProps {
  name: string;
  state: ReactNode;
  /** What can be done. */
  children: ReactNode;
}

const Line = ({ name, state, children }: LineProps) => (
  <Stack
    component="li"
    direction="row"
    sx={{
      gap: 2,
      py: 1.5,
      flexWrap: 'wrap',
      alignItems: 'center',
      justifyContent: 'space-between',
      borderTop: 1,
      borderColor: 'divider',
      '&:first-of-type': { border: 0, pt: 0 },
      '&:last-of-type': { pb: 0 },
    }}
  >
    <Box sx={{ flex: '1 1 200px', minWidth: 0 }}>
      <Typography sx={{ fontWeight: 500 }}>{name}</Typography>
      <Box sx={{ color: 'text.secondary', mt: 0.25 }}>{state}</Box>
    </Box>
    <Stack direction="row" sx={{ gap: 1, flexWrap: 'wrap' }}>
      {children}
    </Stack>
  </Stack>
);

/** How somebody proves who they are, and the ways back for those who cannot any more. */
export const UserAccess = ({ user }: { user: User }) => {
  const translate = useTranslate();
  const own = useIsOwn(user);
  const [dialog, setDialog] = useState<'reset' | 'link' | 'factor' | null>(null);
  const say = (key: string) => translate(`resources.users.${key}`);
  const props = (name: typeof dialog) => ({ user, open: dialog === name, onClose: () => setDialog(null) });
  const button = { size: 'small', variant: 'outlined', color: 'inherit' } as const;
  return (
    <Panel title={say('access.title')}>
      <Stack component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
        <Line
          name={say('fields.password')}
          state={say(user.must_change_password ? 'access.must_change' : 'access.password')}
        >
          <Button {...button} onClick={() => setDialog('link')}>
            {say('action.link_more')}
          </Button>
          <Button {...button} onClick={() => setDialog('reset')}>
            {say('action.reset_more')}
          </Button>
        </Line>
        <Line name={say('fields.second_factor')} state={<SecondFactorMark user={user} />}>
          {own ? (
            // One's own is changed on the site, where one is asked for it.
            <Button {...button} href="/account/security">
              {say('action.own_factor')}
            </Button>
          ) : (
            <LimitedButton
              {...button}
              reason={user.second_factor ? undefined : say('access.no_factor')}
              onClick={() => setDialog('factor')}
            >
              {say('action.factor_more')}
            </LimitedButton>
          )}
        </Line>
      </Stack>
      <ResetPasswordDialog {...props('reset')} />
      <PasswordLinkDialog {...props('link')} />
      <ResetFactorDialog {...props('factor')} />
    </Panel>
  );
};
