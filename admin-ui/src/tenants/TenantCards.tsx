import { Box, Stack } from '@mui/material';
import { useListContext, useTranslate } from 'react-admin';
import { above, Card, Cards, cover } from '../shared/Cards';
import { DomainsText } from './DomainsText';
import { LastScan } from './LastScan';
import type { Tenant } from './tenant';
import { ScoreText, StateMark } from './TenantMarks';
import { TenantName } from './TenantName';

const TenantCard = ({ tenant }: { tenant: Tenant }) => {
  const translate = useTranslate();
  return (
    <Card>
      <Stack sx={{ gap: 0.75, minWidth: 0, flex: 1, px: 1 }}>
        <Stack direction="row" sx={{ gap: 1, justifyContent: 'space-between' }}>
          <TenantName id={tenant.id} name={tenant.name} sx={cover} />
          <ScoreText {...tenant} isScanned={tenant.last_job_id !== null} />
        </Stack>
        <DomainsText domains={tenant.domains} />
        <Stack
          direction="row"
          sx={{ gap: 1, alignItems: 'center', flexWrap: 'wrap', color: 'text.secondary' }}
        >
          <StateMark state={tenant.state} />
          {(tenant.job ?? tenant.last_scan_at) !== null && (
            <Box component="span" sx={above}>
              {!tenant.job && `${translate('resources.tenants.scanned')} `}
              <LastScan tenant={tenant} />
            </Box>
          )}
        </Stack>
      </Stack>
    </Card>
  );
};

/** The list where a table has no room. */
export const TenantCards = () => {
  const { data = [] } = useListContext<Tenant>();
  return (
    <Cards>
      {data.map((tenant) => (
        <TenantCard key={tenant.id} tenant={tenant} />
      ))}
    </Cards>
  );
};
