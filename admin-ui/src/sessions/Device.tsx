import DesktopIcon from '@mui/icons-material/ComputerOutlined';
import PhoneIcon from '@mui/icons-material/SmartphoneOutlined';
import { Box, Stack, Tooltip } from '@mui/material';
import { useTranslate } from 'react-admin';
import type { LiveSession } from './liveSession';

/** Browser and system in words; what the browser said literally under the pointer and on focus. */
export const deviceWords = (session: LiveSession, translate: ReturnType<typeof useTranslate>): string => {
  const { browser, system } = session;
  if (browser && system) return translate('resources.sessions.device.both', { browser, system });
  return browser ?? system ?? translate('resources.sessions.device.unknown');
};

export const Device = ({ session }: { session: LiveSession }) => {
  const translate = useTranslate();
  const isPhone = /iOS|Android|iPhone|iPad/.test(session.system ?? '');
  const Icon = isPhone ? PhoneIcon : DesktopIcon;
  const words = deviceWords(session, translate);
  return (
    <Stack component="span" direction="row" sx={{ gap: 1, alignItems: 'center', minWidth: 0 }}>
      <Icon fontSize="small" aria-hidden sx={{ color: 'text.secondary' }} />
      {session.user_agent ? (
        <Tooltip title={session.user_agent} describeChild>
          <Box
            component="span"
            tabIndex={0}
            sx={{
              borderRadius: 0.5,
              '&:focus-visible': { outline: 2, outlineColor: 'primary.main', outlineOffset: 2 },
            }}
          >
            {words}
          </Box>
        </Tooltip>
      ) : (
        words
      )}
    </Stack>
  );
};
