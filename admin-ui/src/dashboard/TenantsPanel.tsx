import { Link as TextLink } from '@mui/material';
import { useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import { stats, type TenantFigures } from '../providers/stats';
import { useNumber } from '../shared/useNumber';
import { tenantsWhere } from '../tenants/tenant';
import { Figure, FigureGrid } from './Figure';
import { FiguresPanel } from './FiguresPanel';
import { useFigures } from './useFigures';

/** The lowest scores first: who needs somebody. */
const LOWEST = '/tenants?sort=score&order=ASC&page=1';

interface Tile {
  /** Below `clearview.dashboard.tenant`; with `_help` behind it, what the figure means. */
  key: string;
  value: number | null;
  to: string;
}

const tiles = ({ tenants, average, worse, jobs }: TenantFigures): Tile[] => [
  { key: 'active', value: tenants.active, to: tenantsWhere({ state: 'active' }) },
  { key: 'onboarding', value: tenants.onboarding, to: tenantsWhere({ state: 'onboarding' }) },
  { key: 'paused', value: tenants.paused, to: tenantsWhere({ state: 'paused' }) },
  { key: 'average', value: average === null ? null : Math.round(average), to: LOWEST },
  { key: 'worse', value: worse.length, to: LOWEST },
  { key: 'jobs', value: jobs.length, to: '/jobs' },
];

const Tiles = ({ figures }: { figures: TenantFigures }) => {
  const translate = useTranslate();
  const say = (key: string) => translate(`clearview.dashboard.tenant.${key}`);
  return (
    <FigureGrid>
      {tiles(figures).map(({ key, value, to }) => (
        <Figure key={key} label={say(key)} value={value} help={say(`${key}_help`)} to={to} />
      ))}
    </FigureGrid>
  );
};

/** Of the usual size, for as long as there are none. */
const UNKNOWN: TenantFigures = {
  tenants: { total: 0, active: 0, onboarding: 0, paused: 0 },
  average: null,
  worse: [],
  jobs: [],
};

/** How many tenants there are of each kind, how they stand, and the way to them. */
export const TenantsPanel = () => {
  const translate = useTranslate();
  const written = useNumber();
  const query = useFigures('tenants', stats.tenants);
  const say = (key: string, args = {}) => translate(`clearview.dashboard.tenant.${key}`, args);
  const all = query.data && (
    <TextLink component={Link} to="/tenants">
      {say('all', { total: written(query.data.tenants.total) })}
    </TextLink>
  );
  return (
    <FiguresPanel title={say('title')} tools={all} query={query} room={<Tiles figures={UNKNOWN} />}>
      {(figures) => <Tiles figures={figures} />}
    </FiguresPanel>
  );
};
