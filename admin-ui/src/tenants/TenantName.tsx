import { Link as TextLink, type SxProps } from '@mui/material';
import { Link } from 'react-router-dom';
import { tenantPage } from './tenant';

interface Props {
  id: number;
  name: string;
  sx?: SxProps;
}

/** A real link, so that the row also opens by keyboard and in a new tab. */
export const TenantName = ({ id, name, sx = {} }: Props) => (
  <TextLink
    component={Link}
    to={tenantPage(id)}
    color="text.primary"
    sx={[{ fontWeight: 500, overflowWrap: 'anywhere' }, sx] as SxProps}
    onClick={(event) => event.stopPropagation()}
  >
    {name}
  </TextLink>
);
