import { DateTimeInput } from 'react-admin';

/** The reader picks a time in their own zone; the API gets it in UTC. */
const toUtc = (local: string): string => {
  const date = new Date(local);
  return local === '' || Number.isNaN(date.getTime()) ? '' : date.toISOString();
};

export const TimeInput = ({ source }: { source: string }) => (
  <DateTimeInput source={source} parse={toUtc} helperText={false} sx={{ width: { sm: 205 } }} />
);
