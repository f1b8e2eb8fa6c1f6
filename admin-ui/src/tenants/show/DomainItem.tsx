import ProvedIcon from '@mui/icons-material/CheckCircleOutlined';
import UnprovedIcon from '@mui/icons-material/PendingOutlined';
import WaivedIcon from '@mui/icons-material/VerifiedUserOutlined';
import { Box, Button, Stack } from '@mui/material';
import { useTranslate } from 'react-admin';
import { Mark } from '../../shared/Mark';
import { TimeText } from '../../shared/TimeText';
import type { Domain, OnboardingDomain } from '../tenant';

const looks = {
  dns: { tone: 'good', icon: ProvedIcon },
  file: { tone: 'good', icon: ProvedIcon },
  waiver: { tone: 'unknown', icon: WaivedIcon },
  none: { tone: 'warn', icon: UnprovedIcon },
} as const;

/** The two ways to prove it, to be copied, and what the last look saw. */
const HowTo = ({ proof }: { proof: OnboardingDomain }) => {
  const translate = useTranslate();
  const say = (key: string) => translate(`resources.tenants.proof.${key}`);
  const { record, file, checked_at, check_detail } = proof;
  return (
    <Stack sx={{ gap: 0.5, color: 'text.secondary', '& code': { color: 'text.primary' } }}>
      <Box>
        {say('record')} <code>{record.name}</code> TXT <code>{record.value}</code>
      </Box>
      <Box>
        {say('file_at')} <code>{file.url}</code>
      </Box>
      <Box>
        {checked_at === null ? (
          say('never_checked')
        ) : (
          <>
            {say('checked')} <TimeText value={checked_at} />
          </>
        )}
        {check_detail && (
          <>
            . <span lang="en">{check_detail}</span>
          </>
        )}
      </Box>
    </Stack>
  );
};

interface Props {
  domain: Domain;
  /** While it is not proved. */
  proof: OnboardingDomain | undefined;
  onWaive: () => void;
}

export const DomainItem = ({ domain, proof, onWaive }: Props) => {
  const translate = useTranslate();
  const { unicode, proved_at } = domain;
  const how = domain.proof ?? 'none';
  return (
    <Stack
      component="li"
      sx={{
        flexDirection: { xs: 'column', sm: 'row' },
        columnGap: 2,
        rowGap: 1,
        py: 1.5,
        alignItems: 'flex-start',
        justifyContent: 'space-between',
        borderTop: 1,
        borderColor: 'divider',
        '&:first-of-type': { borderTop: 0, pt: 0 },
        '&:last-of-type': { pb: 0 },
      }}
    >
      <Stack sx={{ gap: 0.75, minWidth: 0, overflowWrap: 'anywhere' }}>
        <Stack direction="row" sx={{ columnGap: 1, rowGap: 0.5, alignItems: 'center', flexWrap: 'wrap' }}>
          <Box component="span" sx={{ fontWeight: 500 }}>
            {unicode}
          </Box>
          {unicode !== domain.domain && (
            <Box component="code" sx={{ color: 'text.secondary' }}>
              {domain.domain}
            </Box>
          )}
          <Mark {...looks[how]}>{translate(`resources.tenants.proof.${how}`)}</Mark>
          {proved_at && (
            <Box component="span" sx={{ color: 'text.secondary' }}>
              <TimeText value={proved_at} />
            </Box>
          )}
        </Stack>
        {domain.proof === null && proof && <HowTo proof={proof} />}
      </Stack>
      {domain.proof === null && (
        <Button
          size="small"
          color="inherit"
          variant="outlined"
          aria-label={translate('resources.tenants.waive.of', { domain: unicode })}
          onClick={onWaive}
          sx={{ flexShrink: 0 }}
        >
          {translate('resources.tenants.action.waive')}
        </Button>
      )}
    </Stack>
  );
};
