import { Link as TextLink } from '@mui/material';
import { useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import { stats, type AccountFigures } from '../providers/stats';
import { useNumber } from '../shared/useNumber';
import { Figure, FigureGrid } from './Figure';
import { FiguresPanel } from './FiguresPanel';
import { useFigures } from './useFigures';

const DAY = 86_400_000;

const usersWhere = (filter: Record<string, unknown>): string =>
  `/users?${new URLSearchParams({ filter: JSON.stringify(filter), page: '1' })}`;

interface Tile {
  /** Below `clearview.dashboard`; with `_help` behind it, what the figure means. */
  key: string;
  value: number;
  to: string;
  /** What `_help` counts. */
  count?: number;
}

/** @param asOf when the figures were counted: the list behind one counts from the same moment */
function tiles(figures: AccountFigures, asOf: number): Tile[] {
  const { sessions, active, inactive, admins, never_signed_in, dormant, dormant_days } = figures;
  const dormant_since = new Date(asOf - dormant_days * DAY).toISOString();
  return [
    { key: 'live_sessions', value: sessions.live, to: '/sessions', count: sessions.users },
    { key: 'active', value: active, to: usersWhere({ is_active: true }) },
    { key: 'inactive', value: inactive, to: usersWhere({ is_active: false }) },
    { key: 'admins', value: admins, to: usersWhere({ role: 'admin', is_active: true }) },
    { key: 'never_signed_in', value: never_signed_in, to: usersWhere({ never_signed_in: true }) },
    {
      key: 'dormant',
      value: dormant,
      to: usersWhere({ is_active: true, dormant_since }),
      count: dormant_days,
    },
  ];
}

interface TilesProps {
  figures: AccountFigures;
  asOf: number;
}

const Tiles = ({ figures, asOf }: TilesProps) => {
  const translate = useTranslate();
  const written = useNumber();
  const say = (key: string, args = {}) => translate(`clearview.dashboard.${key}`, args);
  return (
    <FigureGrid>
      {tiles(figures, asOf).map(({ key, value, to, count = 0 }) => (
        <Figure
          key={key}
          label={say(key)}
          value={value}
          help={say(`${key}_help`, { smart_count: count, total: written(count) })}
          to={to}
        />
      ))}
    </FigureGrid>
  );
};

/** Of the usual size, for as long as there are none. */
const UNKNOWN: AccountFigures = {
  users: 0,
  active: 0,
  inactive: 0,
  admins: 0,
  never_signed_in: 0,
  dormant: 0,
  dormant_days: 90,
  sessions: { live: 0, users: 0 },
};

/** How many there are of each kind, and the way to them. */
export const AccountsPanel = () => {
  const translate = useTranslate();
  const written = useNumber();
  const query = useFigures('accounts', stats.accounts);
  const say = (key: string, args = {}) => translate(`clearview.dashboard.${key}`, args);
  const all = query.data && (
    <TextLink component={Link} to={usersWhere({})}>
      {say('all_users', { smart_count: query.data.users, total: written(query.data.users) })}
    </TextLink>
  );
  return (
    <FiguresPanel
      title={say('accounts')}
      tools={all}
      query={query}
      room={<Tiles figures={UNKNOWN} asOf={Date.now()} />}
    >
      {(figures) => <Tiles figures={figures} asOf={query.dataUpdatedAt} />}
    </FiguresPanel>
  );
};
