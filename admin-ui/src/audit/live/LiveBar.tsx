import UpIcon from '@mui/icons-material/ArrowUpward';
import LiveIcon from '@mui/icons-material/FiberManualRecord';
import PauseIcon from '@mui/icons-material/Pause';
import ResumeIcon from '@mui/icons-material/PlayArrow';
import UnavailableIcon from '@mui/icons-material/SensorsOffOutlined';
import ConnectingIcon from '@mui/icons-material/SyncOutlined';
import { Box, Button, Stack, Tooltip } from '@mui/material';
import { useTranslate } from 'react-admin';
import { Mark } from '../../shared/Mark';
import type { Live, LiveStatus } from './useLive';
import { useWaitingWords } from './useWaitingWords';

const looks = {
  live: { tone: 'good', icon: LiveIcon },
  connecting: { tone: 'unknown', icon: ConnectingIcon },
  paused: { tone: 'warn', icon: PauseIcon },
  unavailable: { tone: 'bad', icon: UnavailableIcon },
} as const;

const Status = ({ status }: { status: LiveStatus }) => {
  const translate = useTranslate();
  return (
    <Tooltip title={translate(`resources.audit.live.${status}_help`)}>
      <Box
        role="status"
        tabIndex={0}
        sx={{
          borderRadius: 1,
          '&:focus-visible': { outline: 2, outlineColor: 'primary.main', outlineOffset: 2 },
        }}
      >
        <Mark {...looks[status]}>{translate(`resources.audit.live.${status}`)}</Mark>
      </Box>
    </Tooltip>
  );
};

const PauseButton = ({ live }: { live: Live }) => {
  const words = useWaitingWords();
  const paused = live.status === 'paused';
  const waiting = paused && live.waiting > 0;
  const key = paused ? (waiting ? 'resume_waiting' : 'resume') : 'pause';
  return (
    <Button
      size="small"
      startIcon={paused ? <ResumeIcon /> : <PauseIcon />}
      onClick={() => live.setPaused(!paused)}
    >
      {words(key, live.waiting)}
    </Button>
  );
};

/** Whether new entries come by themselves, and the switch for it; elsewhere than at the newest, the way there. */
export const LiveBar = ({ live }: { live: Live }) => {
  const translate = useTranslate();
  const words = useWaitingWords();
  return (
    <Stack
      direction="row"
      role="group"
      aria-label={translate('resources.audit.live.label')}
      sx={{ gap: 1, alignItems: 'center', minHeight: 40, flexWrap: 'wrap' }}
    >
      {!live.isNewest && live.waiting > 0 && (
        <Button size="small" startIcon={<UpIcon />} onClick={live.showNewest}>
          {words('show', live.waiting)}
        </Button>
      )}
      <Status status={live.status} />
      {live.isNewest && <PauseButton live={live} />}
    </Stack>
  );
};
