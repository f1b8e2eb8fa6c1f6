import PassIcon from '@mui/icons-material/CheckCircleOutlined';
import FailIcon from '@mui/icons-material/HighlightOffOutlined';
import UnknownIcon from '@mui/icons-material/HelpOutlineOutlined';
import WarnIcon from '@mui/icons-material/WarningAmberOutlined';
import { Box, Link as TextLink, Stack, Typography } from '@mui/material';
import type { ReactNode } from 'react';
import { useTranslate } from 'react-admin';
import { Mark } from '../shared/Mark';
import { useNumber } from '../shared/useNumber';
import type { Finding, FindingStatus } from './job';

const looks = {
  fail: { tone: 'bad', icon: FailIcon },
  warn: { tone: 'warn', icon: WarnIcon },
  unknown: { tone: 'unknown', icon: UnknownIcon },
  pass: { tone: 'good', icon: PassIcon },
} as const;

const FindingMark = ({ status }: { status: FindingStatus }) => {
  const translate = useTranslate();
  return <Mark {...looks[status]}>{translate(`resources.jobs.finding.${status}`)}</Mark>;
};

/** What the server says of checks and findings it says in English, whatever the language of the console. */
const Part = ({ title, children }: { title: string; children: ReactNode }) => (
  <Box sx={{ maxWidth: '70ch' }}>
    <Typography variant="caption" color="text.secondary" component="div">
      {title}
    </Typography>
    <Box lang="en">{children}</Box>
  </Box>
);

const Evidence = ({ lines }: { lines: string[] }) => {
  const translate = useTranslate();
  const label = translate('resources.jobs.finding.evidence');
  return (
    <Part title={label}>
      <Box
        component="pre"
        tabIndex={0}
        aria-label={label}
        sx={{
          m: 0,
          p: 1.5,
          borderRadius: 1,
          overflowX: 'auto',
          fontSize: '0.8125rem',
          bgcolor: (theme) => theme.palette.clearview.surfaceSunken,
          fontFamily: 'ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace',
          '&:focus-visible': { outline: 2, outlineColor: 'primary.main' },
        }}
      >
        {lines.join('\n')}
      </Box>
    </Part>
  );
};

const More = ({ finding }: { finding: Finding }) => {
  const translate = useTranslate();
  const say = (key: string) => translate(`resources.jobs.finding.${key}`);
  const { status, evidence, mend, why, looks_at, link } = finding;
  return (
    <Stack sx={{ gap: 1.5, pt: 1, pb: 1.5, pl: { sm: 3 } }}>
      {evidence.length > 0 && <Evidence lines={evidence} />}
      {status !== 'pass' && <Part title={say('mend')}>{mend}</Part>}
      <Part title={say('why')}>{why}</Part>
      <Part title={say('looks_at')}>{looks_at}</Part>
      <TextLink lang="en" href={link.url} target="_blank" rel="noreferrer" sx={{ alignSelf: 'flex-start' }}>
        {link.title}
      </TextLink>
    </Stack>
  );
};

/** One line that opens: what was seen, why it matters, how to mend it. */
export const FindingItem = ({ finding }: { finding: Finding }) => {
  const translate = useTranslate();
  const number = useNumber();
  const { domain, title, status, severity, summary, gain } = finding;
  const facts = [
    domain,
    translate(`resources.jobs.finding.severity.${severity}`),
    gain > 0 && translate('resources.jobs.finding.gain', { points: number(gain), smart_count: gain }),
  ].filter((fact) => fact !== false);
  return (
    <Box component="li" sx={{ borderTop: 1, borderColor: 'divider', '&:first-of-type': { border: 0 } }}>
      <Box
        component="details"
        sx={{
          '& > summary': { cursor: 'pointer', py: 1, borderRadius: 1 },
          '& > summary::marker': { color: 'text.secondary' },
          '& > summary:hover': { bgcolor: 'action.hover' },
          '& > summary:focus-visible': { outline: 2, outlineColor: 'primary.main', outlineOffset: -2 },
        }}
      >
        <Box component="summary">
          <Stack
            component="span"
            direction="row"
            sx={{
              display: 'inline-flex',
              columnGap: 1,
              rowGap: 0.25,
              flexWrap: 'wrap',
              alignItems: { xs: 'flex-start', sm: 'center' },
              verticalAlign: 'top',
              width: 'calc(100% - 24px)',
            }}
          >
            <FindingMark status={status} />
            {/* Beside its mark, also where it takes several lines. */}
            <Box component="span" lang="en" sx={{ fontWeight: 500, flex: { xs: '1 1 50%', sm: 'none' } }}>
              {title}
            </Box>
            <Box component="span" sx={{ color: 'text.secondary', overflowWrap: 'anywhere' }}>
              {facts.join(' · ')}
            </Box>
            <Box component="span" lang="en" sx={{ flexBasis: '100%', overflowWrap: 'anywhere' }}>
              {summary}
            </Box>
          </Stack>
        </Box>
        <More finding={finding} />
      </Box>
    </Box>
  );
};

interface FindingsProps {
  label: string;
  children: ReactNode[];
}

/** Around findings; nothing without any. */
export const Findings = ({ label, children }: FindingsProps) => {
  if (children.length === 0) return null;
  return (
    <Box component="ul" aria-label={label} sx={{ listStyle: 'none', m: 0, p: 0 }}>
      {children}
    </Box>
  );
};
