import { useLocale, useTranslate } from 'react-admin';
import type { PasswordLink } from '../../providers/users';
import { OnceDialog } from '../../shared/OnceDialog';
import { exact } from '../../shared/TimeText';

interface Props {
  username: string;
  link: PasswordLink;
  onDone: () => void;
}

/** A link by which somebody sets their own password: shown this once, to be handed over. */
export const OnceLink = ({ username, link, onDone }: Props) => {
  const translate = useTranslate();
  const locale = useLocale();
  const args = { name: username, until: exact(new Date(link.expires_at), locale) };
  const say = (key: string) => translate(`resources.users.link.${key}`, args);
  return (
    <OnceDialog
      title={say(`${link.kind}_title`)}
      body={say('once')}
      secret={link.url}
      copied={say('copied')}
      onDone={onDone}
    />
  );
};
