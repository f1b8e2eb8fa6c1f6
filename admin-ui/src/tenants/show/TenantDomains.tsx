import { Button, Stack } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useDataProvider, useNotify, useTranslate } from 'react-admin';
import type { ConsoleDataProvider } from '../../providers/dataProvider';
import { Panel } from '../../shared/Panel';
import { useAct } from '../../shared/useAct';
import { isProved, type Domain, type OnboardingDomain, type Tenant } from '../tenant';
import { useFresh } from '../useFresh';
import { DomainItem } from './DomainItem';
import { WaiveDialog } from './WaiveDialog';

/** Looks now, instead of waiting for the worker. */
const CheckButton = ({ tenant }: { tenant: Tenant }) => {
  const translate = useTranslate();
  const notify = useNotify();
  const fresh = useFresh();
  const dataProvider = useDataProvider<ConsoleDataProvider>();
  const [check, working] = useAct(async () => {
    try {
      const { domains } = await dataProvider.checkProofs(tenant.id);
      const left = domains.filter((domain) => !isProved(domain)).length;
      const said = left === 0 ? 'all_proved' : 'still_unproved';
      notify(`resources.tenants.proof.${said}`, { type: 'info', messageArgs: { smart_count: left } });
    } finally {
      await fresh();
    }
  });
  return (
    <Button size="small" variant="outlined" color="inherit" loading={working} onClick={check}>
      {translate('resources.tenants.action.check')}
    </Button>
  );
};

/** What is under way for the domains that are not proved, by their names. */
function useProofs(tenant: Tenant, enabled: boolean): Map<string, OnboardingDomain> {
  const dataProvider = useDataProvider<ConsoleDataProvider>();
  const { data } = useQuery({
    queryKey: ['onboarding', 'getOne', tenant.id],
    queryFn: ({ signal }) => dataProvider.onboarding(tenant.id, { signal }),
    enabled,
  });
  return new Map((data?.domains ?? []).map((domain) => [domain.domain, domain]));
}

/** The domains of a tenant: how control of each was shown, or how it can be. */
export const TenantDomains = ({ tenant }: { tenant: Tenant }) => {
  const translate = useTranslate();
  const [waived, setWaived] = useState<Domain | null>(null);
  const [waiving, setWaiving] = useState(false);
  const hasUnproved = tenant.domains.some((domain) => !isProved(domain));
  const proofs = useProofs(tenant, hasUnproved);
  const waive = (domain: Domain) => {
    setWaived(domain);
    setWaiving(true);
  };
  return (
    <Panel
      title={translate('resources.tenants.domains_title', { count: tenant.domains.length })}
      action={hasUnproved && <CheckButton tenant={tenant} />}
    >
      <Stack component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
        {tenant.domains.map((domain) => (
          <DomainItem
            key={domain.domain}
            domain={domain}
            proof={proofs.get(domain.domain)}
            onWaive={() => waive(domain)}
          />
        ))}
      </Stack>
      {waived && (
        <WaiveDialog tenant={tenant} domain={waived} open={waiving} onClose={() => setWaiving(false)} />
      )}
    </Panel>
  );
};
