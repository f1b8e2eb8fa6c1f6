import { TextInput, useTranslate } from 'react-admin';

export const NameInput = () => {
  const translate = useTranslate();
  const check = (value?: string) => (value?.trim() ? undefined : 'resources.tenants.name_needed');
  return (
    <TextInput
      source="name"
      validate={check}
      helperText={translate('resources.tenants.name_help')}
      autoFocus
      autoComplete="off"
      slotProps={{ htmlInput: { maxLength: 100 } }}
    />
  );
};

/** The domains of a form: one a line, without the lines that hold none. */
export const cleanDomains = (lines: unknown): string[] =>
  (Array.isArray(lines) ? (lines as string[]) : []).map((line) => line.trim()).filter((line) => line !== '');

const toText = (lines: unknown): string => (Array.isArray(lines) ? lines.join('\n') : '');
/** People also write them side by side. Lines that are still empty stay, so that one can go on typing. */
const toLines = (text: string): string[] => text.split(/\n|[,;][ \t]*/);

export const DomainsInput = () => {
  const translate = useTranslate();
  const check = (value: unknown) =>
    cleanDomains(value).length > 0 ? undefined : 'resources.tenants.domains_needed';
  return (
    <TextInput
      source="domains"
      format={toText}
      parse={toLines}
      validate={check}
      helperText={translate('resources.tenants.domains_help')}
      multiline
      minRows={3}
      maxRows={20}
      resettable={false}
      autoComplete="off"
      slotProps={{ htmlInput: { autoCapitalize: 'none', autoCorrect: 'off', spellCheck: false } }}
    />
  );
};

export const NotesInput = () => {
  const translate = useTranslate();
  return (
    <TextInput
      source="notes"
      label={translate('resources.tenants.notes_label')}
      helperText={translate('resources.tenants.notes_help')}
      parse={(text: string) => text}
      multiline
      minRows={3}
      maxRows={20}
      resettable={false}
      slotProps={{ htmlInput: { maxLength: 5000 } }}
    />
  );
};
