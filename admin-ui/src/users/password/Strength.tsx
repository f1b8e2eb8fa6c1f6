import { Box, Stack } from '@mui/material';
import { useDeferredValue, useEffect, useId, useState } from 'react';
import { useTranslate } from 'react-admin';
import type { scoreOf, Score } from './strength';

/** The judge and its dictionaries are as large as the rest of the page: fetched with the first character. */
function useScore(password: string, username: string): Score | undefined {
  const [judge, setJudge] = useState<typeof scoreOf>();
  const settled = useDeferredValue(password);
  const needed = password !== '';
  useEffect(() => {
    if (!needed) return;
    // Without it the form works as well: the server knows the common passwords.
    import('./strength').then((module) => setJudge(() => module.scoreOf)).catch(() => undefined);
  }, [needed]);
  return judge && settled !== '' ? judge(settled, username) : undefined;
}

const tones = ['bad', 'bad', 'warn', 'good', 'good'] as const;

const Bar = ({ score }: { score: Score }) => (
  <Stack direction="row" aria-hidden sx={{ gap: 0.5, flex: '1 1 120px', maxWidth: 200 }}>
    {[1, 2, 3, 4].map((step) => (
      <Box
        key={step}
        sx={({ palette }) => ({
          height: 6,
          flex: 1,
          borderRadius: 1,
          border: 1,
          borderColor: step <= Math.max(score, 1) ? palette.clearview[tones[score]] : 'divider',
          bgcolor: step <= Math.max(score, 1) ? palette.clearview[tones[score]] : 'transparent',
        })}
      />
    ))}
  </Stack>
);

/** How hard the password is to guess: in words, and as a bar beside them. */
export const Strength = ({ password, username }: { password: string; username: string }) => {
  const translate = useTranslate();
  const labelId = useId();
  const score = useScore(password, username);
  return (
    <Stack
      direction="row"
      role="status"
      aria-labelledby={labelId}
      sx={{ gap: 1.5, alignItems: 'center', minHeight: 24, mt: 1, fontSize: '0.8125rem' }}
    >
      <Box component="span" id={labelId} sx={{ color: 'text.secondary' }}>
        {translate('resources.users.password.strength')}
      </Box>
      {score === undefined ? (
        <Box component="span" sx={{ color: 'text.secondary' }}>
          –
        </Box>
      ) : (
        <>
          <Bar score={score} />
          <Box component="span" sx={{ fontWeight: 500 }}>
            {translate(`resources.users.password.score.${score}`)}
          </Box>
        </>
      )}
    </Stack>
  );
};
