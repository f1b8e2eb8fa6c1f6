import { useTranslate } from 'react-admin';
import { Trail } from '../../audit/Trail';
import { auditAbout, auditBy, type User } from '../user';
import { useTrail } from './useTrail';

const SHOWN = 10;

/** What a user did and what was done to them, newest first, and the way to the rest. */
export const UserTrail = ({ user }: { user: User }) => {
  const translate = useTranslate();
  const say = (key: string) => translate(`resources.users.trail.${key}`, { name: user.username });
  const ways = [
    { words: say('by'), to: auditBy(user.id) },
    { words: say('about'), to: auditAbout(user.id) },
  ];
  return <Trail title={say('title')} none={say('none')} ways={ways} {...useTrail(user.id, SHOWN)} />;
};
