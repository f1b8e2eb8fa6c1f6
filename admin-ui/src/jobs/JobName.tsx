import { Link as TextLink, type SxProps } from '@mui/material';
import { useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import { jobPage } from './job';

/** "Scan 12", a real link to its page. */
export const JobName = ({ id, sx = {} }: { id: number; sx?: SxProps }) => {
  const translate = useTranslate();
  return (
    <TextLink
      component={Link}
      to={jobPage(id)}
      color="text.primary"
      sx={[{ fontWeight: 500, whiteSpace: 'nowrap' }, sx] as SxProps}
      onClick={(event) => event.stopPropagation()}
    >
      {translate('resources.jobs.one', { id })}
    </TextLink>
  );
};
