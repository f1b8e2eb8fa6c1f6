import { Box, Link as TextLink, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import { Fact, Facts } from '../../shared/Facts';
import { Panel } from '../../shared/Panel';
import { TimeText } from '../../shared/TimeText';
import { userPage } from '../../users/user';
import { LastScan } from '../LastScan';
import type { Tenant } from '../tenant';
import { ScoreText, StateMark } from '../TenantMarks';
import { Trend } from '../Trend';

/** Who took it in; by a link as long as the account stands in the record. */
const Creator = ({ tenant }: { tenant: Tenant }) => {
  const translate = useTranslate();
  const { created_by: id, created_by_name: name } = tenant;
  if (name === null) return <>{translate('resources.tenants.nobody_known')}</>;
  if (id === null) return <>{name}</>;
  return (
    <TextLink component={Link} to={userPage(id)}>
      {name}
    </TextLink>
  );
};

const nextScan = ({ state, next_scan_at }: Tenant): string | null =>
  state === 'active' ? next_scan_at : null;

/** What is known of a tenant. */
export const TenantFacts = ({ tenant }: { tenant: Tenant }) => {
  const translate = useTranslate();
  const say = (key: string) => translate(`resources.tenants.${key}`);
  return (
    <Panel>
      <Facts>
        <Fact name={say('fields.score')}>
          <ScoreText {...tenant} isScanned={tenant.last_job_id !== null} />
        </Fact>
        {tenant.trend.length > 1 && (
          <Fact name={say('fields.trend')}>
            <Trend scores={tenant.trend} />
          </Fact>
        )}
        <Fact name={say('fields.state')}>
          <StateMark state={tenant.state} />
        </Fact>
        <Fact name={say('fields.last_scan_at')}>
          <LastScan tenant={tenant} />
        </Fact>
        <Fact name={say('fields.next_scan_at')}>
          <TimeText value={nextScan(tenant)} none={say('none_planned')} />
        </Fact>
        <Fact name={say('fields.created_at')}>
          <TimeText value={tenant.created_at} />
        </Fact>
        <Fact name={say('fields.created_by_name')}>
          <Creator tenant={tenant} />
        </Fact>
        <Fact name={say('fields.id')}>
          <code>{tenant.id}</code>
        </Fact>
      </Facts>
      {tenant.notes !== '' && (
        <Box sx={{ mt: 2.5, pt: 2, borderTop: 1, borderColor: 'divider' }}>
          <Typography variant="caption" color="text.secondary">
            {say('fields.notes')}
          </Typography>
          <Typography sx={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere', maxWidth: '70ch' }}>
            {tenant.notes}
          </Typography>
        </Box>
      )}
    </Panel>
  );
};
