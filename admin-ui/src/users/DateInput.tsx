import { TextInput } from 'react-admin';

/** The first or last moment of a day in the reader's zone, as the API wants it; '' for what is no day yet. */
const momentOf = (day: string, end: boolean): string => {
  const moment = new Date(`${day}T${end ? '23:59:59.999' : '00:00:00.000'}`);
  return day === '' || Number.isNaN(moment.getTime()) ? '' : moment.toISOString();
};

/** The day of a moment as a date field has it, in the reader's zone. */
export const dayOf = (moment: unknown): string => {
  const date = new Date(typeof moment === 'string' ? moment : '');
  if (Number.isNaN(date.getTime())) return '';
  const two = (part: number) => String(part).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
};

interface Props {
  source: string;
  /** The whole day counts: its last moment is meant, not its first. */
  end?: boolean;
}

/** A filter by day. */
export const DateInput = ({ source, end = false }: Props) => (
  <TextInput
    source={source}
    type="date"
    format={dayOf}
    parse={(day: string) => momentOf(day, end)}
    helperText={false}
    resettable={false}
    sx={{ width: { sm: 150 } }}
  />
);
