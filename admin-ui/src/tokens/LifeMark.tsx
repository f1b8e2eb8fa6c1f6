import ExpiredIcon from '@mui/icons-material/DoNotDisturbOnOutlined';
import SoonIcon from '@mui/icons-material/ScheduleOutlined';
import { useTranslate } from 'react-admin';
import type { Token } from '../providers/users';
import { Mark } from '../shared/Mark';
import { useMinutes } from '../shared/useMinutes';

const SOON_MS = 7 * 86_400_000;

export const isOver = ({ expires_at }: Token): boolean => Date.parse(expires_at) <= Date.now();

/** On a token that has expired, or soon will; nothing on the others. */
export const LifeMark = ({ token }: { token: Token }) => {
  const translate = useTranslate();
  useMinutes();
  if (isOver(token)) {
    return (
      <Mark tone="unknown" icon={ExpiredIcon}>
        {translate('resources.tokens.expired')}
      </Mark>
    );
  }
  if (Date.parse(token.expires_at) - Date.now() > SOON_MS) return null;
  return (
    <Mark tone="warn" icon={SoonIcon}>
      {translate('resources.tokens.expires_soon')}
    </Mark>
  );
};
