import {
  Box,
  Link as TextLink,
  Table,
  TableBody,
  TableCell,
  TableFooter,
  TableHead,
  TableRow,
} from '@mui/material';
import { useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import type { SignInBucket, SignInUnit } from '../providers/stats';
import { useNumber } from '../shared/useNumber';
import { useRegion } from '../shared/useRegion';
import { entriesOf, longName, SERIES, sumOf } from './buckets';

interface Props {
  buckets: SignInBucket[];
  unit: SignInUnit;
}

const layout = {
  '& th, & td': { px: { xs: 1, sm: 2 } },
  '& tfoot td, & tfoot th': { color: 'text.primary', fontSize: 'inherit', fontWeight: 600, border: 0 },
};

/** The same figures as in the plot, the newest first; each leads to the entries that were counted. */
export const SignInTable = ({ buckets, unit }: Props) => {
  const translate = useTranslate();
  const locale = useRegion();
  const written = useNumber();
  const say = (key: string, args = {}) => translate(`clearview.dashboard.${key}`, args);
  const name = longName(unit, locale);
  return (
    <Box sx={{ overflowX: 'auto', mx: { xs: -1, sm: -2 } }}>
      <Table size="small" aria-label={say(`sign_ins_per.${unit}`)} sx={layout}>
        <TableHead>
          <TableRow>
            <TableCell>{say(`unit.${unit}`)}</TableCell>
            {SERIES.map((series) => (
              <TableCell key={series} align="right">
                {say(`series.${series}`)}
              </TableCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {buckets.toReversed().map((bucket) => (
            <TableRow key={bucket.from}>
              <TableCell component="th" scope="row">
                {name(bucket)}
              </TableCell>
              {SERIES.map((series) => (
                <TableCell key={series} align="right">
                  {bucket[series] === 0 ? (
                    0
                  ) : (
                    <TextLink
                      component={Link}
                      to={entriesOf(bucket, series)}
                      aria-label={`${name(bucket)}, ${say(`series.${series}`)}: ${written(bucket[series])}`}
                    >
                      {written(bucket[series])}
                    </TextLink>
                  )}
                </TableCell>
              ))}
            </TableRow>
          ))}
        </TableBody>
        <TableFooter>
          <TableRow>
            <TableCell component="th" scope="row">
              {say('sum')}
            </TableCell>
            {SERIES.map((series) => (
              <TableCell key={series} align="right">
                {written(sumOf(buckets, series))}
              </TableCell>
            ))}
          </TableRow>
        </TableFooter>
      </Table>
    </Box>
  );
};
