import { Box } from '@mui/material';
import type { ReactNode } from 'react';
import { useTranslate } from 'react-admin';
import { Panel } from '../../shared/Panel';
import { TimeText } from '../../shared/TimeText';
import { RoleMark, StatusMark } from '../UserMarks';
import type { User } from '../user';

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <Box>
    <Box component="dt" sx={{ color: 'text.secondary', fontSize: '0.8125rem', mb: 0.25 }}>
      {name}
    </Box>
    <Box component="dd" sx={{ m: 0 }}>
      {children}
    </Box>
  </Box>
);

/** What is known of a user. */
export const UserFacts = ({ user }: { user: User }) => {
  const translate = useTranslate();
  const say = (key: string) => translate(`resources.users.${key}`);
  return (
    <Panel>
      <Box
        component="dl"
        sx={{
          display: 'grid',
          gridTemplateColumns: 'repeat(auto-fill, minmax(140px, 1fr))',
          gap: 2.5,
          m: 0,
        }}
      >
        <Fact name={say('fields.role')}>
          <RoleMark user={user} />
        </Fact>
        <Fact name={say('fields.is_active')}>
          <StatusMark user={user} />
        </Fact>
        <Fact name={say('fields.last_login_at')}>
          <TimeText value={user.last_login_at} none={say('never')} />
        </Fact>
        <Fact name={say('fields.created_at')}>
          <TimeText value={user.created_at} />
        </Fact>
        <Fact name={say('fields.updated_at')}>
          <TimeText value={user.updated_at} />
        </Fact>
        <Fact name={say('fields.id')}>
          <code>{user.id}</code>
        </Fact>
      </Box>
    </Panel>
  );
};
