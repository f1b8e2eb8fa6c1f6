import { Box } from '@mui/material';
import { useTranslate } from 'react-admin';
import { isProved, type Domain } from './tenant';

/** The first domain, how many more there are, and how many still have to be proved. */
export const DomainsText = ({ domains }: { domains: Domain[] }) => {
  const translate = useTranslate();
  const [first, ...others] = domains;
  const unproved = domains.filter((domain) => !isProved(domain)).length;
  if (!first) return null;
  return (
    <Box component="span" sx={{ overflowWrap: 'anywhere' }}>
      {first.unicode}
      {others.length > 0 && (
        <>
          {' '}
          <Box component="span" sx={{ whiteSpace: 'nowrap' }}>
            {translate('resources.tenants.more_domains', { count: others.length })}
          </Box>
        </>
      )}
      {unproved > 0 && (
        <Box component="span" sx={{ display: 'block', color: 'text.secondary', fontSize: '0.8125rem' }}>
          {translate('resources.tenants.unproved', { smart_count: unproved })}
        </Box>
      )}
    </Box>
  );
};
