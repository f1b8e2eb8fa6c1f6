import BlockedIcon from '@mui/icons-material/BlockOutlined';
import FailedIcon from '@mui/icons-material/ErrorOutlineOutlined';
import RefusedIcon from '@mui/icons-material/GppBadOutlined';
import { useTranslate } from 'react-admin';
import { Mark } from '../shared/Mark';

const icons = {
  login_fail: FailedIcon,
  login_throttled: BlockedIcon,
  access_denied: RefusedIcon,
  setup_refused: RefusedIcon,
};

/** A word and a shape for what did not succeed; nothing for what did. */
export const OutcomeMark = ({ event }: { event: string }) => {
  const translate = useTranslate();
  if (!(event in icons)) return null;
  return (
    <Mark tone="bad" icon={icons[event as keyof typeof icons]}>
      {translate(`resources.audit.outcome.${event}`)}
    </Mark>
  );
};
