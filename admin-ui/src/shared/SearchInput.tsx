import { TextInput, type TextInputProps } from 'react-admin';

interface Props extends Pick<TextInputProps, 'slotProps'> {
  placeholder: string;
  /** In pixels; on a phone it takes the whole line. */
  width: number;
}

/** The free text of a list, which the slash key leads to. */
export const SearchInput = ({ width, ...input }: Props) => (
  <TextInput source="q" type="search" helperText={false} sx={{ width: { sm: width } }} {...input} />
);
