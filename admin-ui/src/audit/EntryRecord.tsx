import { Box, Link as TextLink, Stack, Typography } from '@mui/material';
import { useLocale, useRecordContext, useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import { exact } from '../shared/TimeText';
import { auditWhere, type Entry } from './entry';
import { isAboutTenant } from './sentence';

/** The entry as it was written, and the ways from it to others like it. */
export const EntryRecord = () => {
  const translate = useTranslate();
  const locale = useLocale();
  const entry = useRecordContext<Entry>();
  if (!entry) return null;
  const { user_id, ip, detail } = entry;
  const ways = [
    user_id !== null && { key: 'same_user', to: auditWhere({ user_id }) },
    typeof detail?.target === 'number' && {
      key: 'same_target',
      to: auditWhere({ [isAboutTenant(entry) ? 'tenant_id' : 'target_id']: detail.target }),
    },
    ip !== null && { key: 'same_ip', to: auditWhere({ ip }) },
  ].filter((way) => way !== false);
  return (
    <Box sx={{ py: 1.5 }}>
      <Typography variant="caption" color="text.secondary">
        {translate('resources.audit.raw', { id: entry.id })} · {exact(new Date(entry.ts), locale)}
      </Typography>
      <Box
        component="pre"
        tabIndex={0}
        aria-label={translate('resources.audit.raw', { id: entry.id })}
        sx={{
          m: 0,
          mt: 0.5,
          p: 1.5,
          borderRadius: 1,
          overflowX: 'auto',
          fontSize: '0.8125rem',
          bgcolor: (theme) => theme.palette.clearview.surfaceSunken,
          fontFamily: 'ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace',
        }}
      >
        {JSON.stringify(entry, null, 2)}
      </Box>
      <Stack direction="row" sx={{ gap: 3, mt: 1, flexWrap: 'wrap' }}>
        {ways.map(({ key, to }) => (
          <TextLink key={key} component={Link} to={to}>
            {translate(`resources.audit.${key}`)}
          </TextLink>
        ))}
      </Stack>
    </Box>
  );
};
