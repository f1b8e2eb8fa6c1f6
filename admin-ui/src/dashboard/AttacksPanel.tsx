import QuietIcon from '@mui/icons-material/GppGoodOutlined';
import AttackIcon from '@mui/icons-material/GppMaybeOutlined';
import { Box, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import { stats } from '../providers/stats';
import { Mark } from '../shared/Mark';
import { AttackList } from './AttackList';
import { FiguresPanel } from './FiguresPanel';
import { useFigures } from './useFigures';

const Summary = ({ count }: { count: number }) => {
  const translate = useTranslate();
  return (
    <Mark tone={count === 0 ? 'good' : 'bad'} icon={count === 0 ? QuietIcon : AttackIcon}>
      {count === 0
        ? translate('clearview.dashboard.no_attack')
        : translate('clearview.dashboard.under_attack', { smart_count: count })}
    </Mark>
  );
};

const Help = ({ count }: { count: number }) => {
  const translate = useTranslate();
  return (
    <Typography color="text.secondary">
      {translate(`clearview.dashboard.${count === 0 ? 'no' : 'under'}_attack_help`)}
    </Typography>
  );
};

/** Whom somebody is guessing passwords for right now. */
export const AttacksPanel = () => {
  const translate = useTranslate();
  const query = useFigures('attacks', stats.attacks);
  // Told when it changes, also to those who are elsewhere on the page. Until it is known it only takes room.
  const summary = (
    <Box role="status" sx={query.data ? {} : { visibility: 'hidden' }}>
      <Summary count={query.data?.length ?? 0} />
    </Box>
  );
  return (
    <FiguresPanel
      title={translate('clearview.dashboard.attacks')}
      tools={summary}
      query={query}
      room={<Help count={0} />}
    >
      {(attacks) => (
        <>
          <Help count={attacks.length} />
          {attacks.length > 0 && <AttackList attacks={attacks} />}
        </>
      )}
    </FiguresPanel>
  );
};
