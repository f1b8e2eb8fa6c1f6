import SucceededIcon from '@mui/icons-material/CheckCircleOutlined';
import CancelledIcon from '@mui/icons-material/DoNotDisturbOnOutlined';
import FailedIcon from '@mui/icons-material/ErrorOutlineOutlined';
import QueuedIcon from '@mui/icons-material/ScheduleOutlined';
import RunningIcon from '@mui/icons-material/SyncOutlined';
import { useTranslate } from 'react-admin';
import { Mark } from '../shared/Mark';
import type { JobState } from './job';

const looks = {
  queued: { tone: 'unknown', icon: QueuedIcon },
  running: { tone: 'accent', icon: RunningIcon },
  succeeded: { tone: 'good', icon: SucceededIcon },
  failed: { tone: 'bad', icon: FailedIcon },
  cancelled: { tone: 'unknown', icon: CancelledIcon },
} as const;

export const JobStateMark = ({ state }: { state: JobState }) => {
  const translate = useTranslate();
  return <Mark {...looks[state]}>{translate(`resources.jobs.state.${state}`)}</Mark>;
};
