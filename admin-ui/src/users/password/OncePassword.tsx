import { useTranslate } from 'react-admin';
import { OnceDialog } from '../../shared/OnceDialog';

interface Props {
  username: string;
  password: string;
  onDone: () => void;
}

/** A password that was made up and is now the user's: shown this once. */
export const OncePassword = ({ username, password, onDone }: Props) => {
  const translate = useTranslate();
  const say = (key: string) => translate(`resources.users.once.${key}`, { name: username });
  return (
    <OnceDialog
      title={say('title')}
      body={say('body')}
      secret={password}
      copied={say('copied')}
      onDone={onDone}
    />
  );
};
