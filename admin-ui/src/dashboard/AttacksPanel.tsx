import QuietIcon from '@mui/icons-material/GppGoodOutlined';
import AttackIcon from '@mui/icons-material/GppMaybeOutlined';
import { Box, Stack, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import { stats, type Attack } from '../providers/stats';
import { Mark } from '../shared/Mark';
import { AttackList } from './AttackList';
import { FiguresPanel } from './FiguresPanel';
import { useFigures } from './useFigures';

const Summary = ({ attacks }: { attacks: Attack[] }) => {
  const translate = useTranslate();
  const say = (key: string, args = {}) => translate(`clearview.dashboard.${key}`, args);
  const quiet = attacks.length === 0;
  return (
    <Stack direction="row" sx={{ flexWrap: 'wrap', alignItems: 'center', columnGap: 1.5, rowGap: 0.5 }}>
      <Mark tone={quiet ? 'good' : 'bad'} icon={quiet ? QuietIcon : AttackIcon}>
        {quiet ? say('no_attack') : say('under_attack', { smart_count: attacks.length })}
      </Mark>
      <Typography component="span" color="text.secondary">
        {say(quiet ? 'no_attack_help' : 'under_attack_help')}
      </Typography>
    </Stack>
  );
};

/** Whom somebody is guessing passwords for right now. */
export const AttacksPanel = () => {
  const translate = useTranslate();
  const query = useFigures('attacks', stats.attacks);
  return (
    <FiguresPanel title={translate('clearview.dashboard.attacks')} query={query} height={26}>
      {(attacks) => (
        <>
          <Box role="status">
            <Summary attacks={attacks} />
          </Box>
          {attacks.length > 0 && <AttackList attacks={attacks} />}
        </>
      )}
    </FiguresPanel>
  );
};
