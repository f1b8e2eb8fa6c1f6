import HereIcon from '@mui/icons-material/MyLocationOutlined';
import { useTranslate } from 'react-admin';
import { Mark } from '../shared/Mark';

/** On the session that one is using right now. */
export const CurrentMark = () => {
  const translate = useTranslate();
  return (
    <Mark tone="accent" icon={HereIcon}>
      {translate('resources.sessions.current')}
    </Mark>
  );
};
