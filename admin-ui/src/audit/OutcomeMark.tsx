import BlockedIcon from '@mui/icons-material/BlockOutlined';
import FailedIcon from '@mui/icons-material/ErrorOutlineOutlined';
import NoticeIcon from '@mui/icons-material/NotificationsNoneOutlined';
import RefusedIcon from '@mui/icons-material/GppBadOutlined';
import { useTranslate } from 'react-admin';
import { Mark } from '../shared/Mark';
import type { Entry } from './entry';

const looks = {
  login_fail: { tone: 'bad', icon: FailedIcon },
  login_throttled: { tone: 'bad', icon: BlockedIcon },
  login_new_browser: { tone: 'warn', icon: NoticeIcon },
  second_factor_fail: { tone: 'bad', icon: FailedIcon },
  token_leaked: { tone: 'bad', icon: NoticeIcon },
  access_denied: { tone: 'bad', icon: RefusedIcon },
  setup_refused: { tone: 'bad', icon: RefusedIcon },
  job_failed: { tone: 'bad', icon: FailedIcon },
} as const;

/** A scan may end well or badly: its event alone does not say. */
const outcomeOf = ({ event, detail }: Entry): string =>
  event === 'job_finish' && detail?.state === 'failed' ? 'job_failed' : event;

/** A word and a shape for what did not succeed; nothing for what did. */
export const OutcomeMark = ({ entry }: { entry: Entry }) => {
  const translate = useTranslate();
  const outcome = outcomeOf(entry);
  if (!Object.hasOwn(looks, outcome)) return null;
  return (
    <Mark {...looks[outcome as keyof typeof looks]}>{translate(`resources.audit.outcome.${outcome}`)}</Mark>
  );
};
