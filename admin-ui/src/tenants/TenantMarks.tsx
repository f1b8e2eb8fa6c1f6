import ActiveIcon from '@mui/icons-material/CheckCircleOutlined';
import PausedIcon from '@mui/icons-material/PauseCircleOutlined';
import OnboardingIcon from '@mui/icons-material/PendingOutlined';
import { Box, Stack } from '@mui/material';
import { useTranslate } from 'react-admin';
import { Mark } from '../shared/Mark';
import type { Grade, TenantState } from './tenant';

const looks = {
  onboarding: { tone: 'accent', icon: OnboardingIcon },
  active: { tone: 'good', icon: ActiveIcon },
  paused: { tone: 'unknown', icon: PausedIcon },
} as const;

export const StateMark = ({ state }: { state: TenantState }) => {
  const translate = useTranslate();
  return <Mark {...looks[state]}>{translate(`resources.tenants.state.${state}`)}</Mark>;
};

/** How good a grade is; the letter says it too. */
const TONES = { A: 'good', B: 'good', C: 'warn', D: 'warn', E: 'bad', F: 'bad' } as const;

interface Judged {
  score: number | null;
  grade: Grade | null;
  /** Whether a scan has looked: then there is no score because too little could be seen. */
  isScanned: boolean;
}

/** A letter for how something stands. */
export const GradeLetter = ({ grade }: { grade: Grade }) => (
  <Box
    component="span"
    sx={({ palette: { clearview } }) => ({
      display: 'inline-block',
      minWidth: 24,
      px: 0.75,
      py: 0.25,
      borderRadius: 1,
      textAlign: 'center',
      fontSize: '0.8125rem',
      lineHeight: 1.4,
      fontWeight: 600,
      color: clearview[TONES[grade]],
      bgcolor: clearview[`${TONES[grade]}Soft`],
    })}
  >
    {grade}
  </Box>
);

/** For a table: points below one another, the ones below the ones. */
export const pointsInColumn = { '& .ScoreText-points': { minWidth: '3ch', textAlign: 'right' } };

/** Grade and points; a word when there are none. */
export const ScoreText = ({ score, grade, isScanned }: Judged) => {
  const translate = useTranslate();
  if (score === null || grade === null) {
    return (
      <Box component="span" sx={{ color: 'text.secondary', whiteSpace: 'nowrap' }}>
        {translate(`resources.tenants.${isScanned ? 'unjudged' : 'no_score'}`)}
      </Box>
    );
  }
  return (
    <Stack component="span" direction="row" sx={{ display: 'inline-flex', gap: 1, alignItems: 'center' }}>
      <GradeLetter grade={grade} />
      <Box component="span" className="ScoreText-points" sx={{ fontVariantNumeric: 'tabular-nums' }}>
        {score}
      </Box>
    </Stack>
  );
};
