import { useTranslate } from 'react-admin';
import { Fact, Facts } from '../../shared/Facts';
import { Panel } from '../../shared/Panel';
import { TimeText } from '../../shared/TimeText';
import { RoleMark, StatusMark } from '../UserMarks';
import type { User } from '../user';

/** What is known of a user. */
export const UserFacts = ({ user }: { user: User }) => {
  const translate = useTranslate();
  const say = (key: string) => translate(`resources.users.${key}`);
  return (
    <Panel>
      <Facts>
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
      </Facts>
    </Panel>
  );
};
