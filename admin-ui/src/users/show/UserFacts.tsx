import { Box, Link as TextLink, Stack } from '@mui/material';
import type { ReactNode } from 'react';
import { useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import { Panel } from '../shared/Panel';
import { TimeText } from '../shared/TimeText';
import { auditAbout, auditBy, type User } from './user';

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <>
    <Box component="dt" sx={{ color: 'text.secondary' }}>
      {name}
    </Box>
    <Box component="dd" sx={{ m: 0 }}>
      {children}
    </Box>
  </>
);

/** What is known of a user beside the form, and where to read on. */
export const UserFacts = ({ user }: { user: User }) => {
  const translate = useTranslate();
  const say = (key: string) => translate(`resources.users.${key}`);
  return (
    <Panel title={say('history')}>
      <Box
        component="dl"
        sx={{ display: 'grid', gridTemplateColumns: 'max-content 1fr', columnGap: 3, rowGap: 1, m: 0 }}
      >
        <Fact name={say('fields.id')}>
          <code>{user.id}</code>
        </Fact>
        <Fact name={say('fields.created_at')}>
          <TimeText value={user.created_at} />
        </Fact>
        <Fact name={say('fields.updated_at')}>
          <TimeText value={user.updated_at} />
        </Fact>
        <Fact name={say('fields.last_login_at')}>
          <TimeText value={user.last_login_at} none={say('never')} />
        </Fact>
      </Box>
      <Stack direction="row" sx={{ gap: 3, mt: 2, flexWrap: 'wrap' }}>
        <TextLink component={Link} to={auditBy(user.id)}>
          {say('action.did')}
        </TextLink>
        <TextLink component={Link} to={auditAbout(user.id)}>
          {say('action.undergone')}
        </TextLink>
      </Stack>
    </Panel>
  );
};
