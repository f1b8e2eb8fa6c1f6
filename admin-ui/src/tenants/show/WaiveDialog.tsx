import { Button, Dialog, DialogActions, DialogContent, DialogContentText, DialogTitle } from '@mui/material';
import { useId } from 'react';
import { Form, TextInput, useDataProvider, useNotify, useTranslate, type HttpError } from 'react-admin';
import { useFormState } from 'react-hook-form';
import type { ConsoleDataProvider } from '../../providers/dataProvider';
import { FocusFirstError } from '../../shared/FocusFirstError';
import type { Domain, Tenant } from '../tenant';
import { useFresh } from '../useFresh';

interface Props {
  tenant: Tenant;
  domain: Domain;
  open: boolean;
  onClose: () => void;
}

/** As long as the server wants it. */
const LEAST = 5;
const MOST = 500;

const Buttons = ({ onClose }: { onClose: () => void }) => {
  const translate = useTranslate();
  const { isSubmitting } = useFormState();
  return (
    <DialogActions sx={{ p: 2 }}>
      <Button color="inherit" onClick={onClose}>
        {translate('clearview.cancel')}
      </Button>
      <Button type="submit" variant="contained" loading={isSubmitting}>
        {translate('resources.tenants.waive.confirm')}
      </Button>
    </DialogActions>
  );
};

const WaiveForm = ({ tenant, domain, onClose, titleId }: Omit<Props, 'open'> & { titleId: string }) => {
  const translate = useTranslate();
  const notify = useNotify();
  const fresh = useFresh();
  const dataProvider = useDataProvider<ConsoleDataProvider>();
  const say = (key: string) => translate(`resources.tenants.waive.${key}`, { domain: domain.unicode });
  const check = (reason?: string) =>
    [...(reason?.trim() ?? '')].length < LEAST ? 'resources.tenants.waive.needed' : undefined;

  const submit = async ({ reason = '' }: { reason?: string }) => {
    try {
      await dataProvider.waiveProof(tenant.id, domain.domain, reason.trim());
      notify(say('done'), { type: 'info' });
      onClose();
      await fresh();
    } catch (error) {
      const errors = ((error as HttpError).body as { errors?: object } | undefined)?.errors;
      if (errors) return errors;
      notify((error as Error).message, { type: 'error' });
    }
  };

  return (
    // No record: react-admin would take the tenant's fields for the form's.
    <Form record={{}} onSubmit={submit as never} noValidate disableInvalidFormNotification>
      <DialogTitle id={titleId} sx={{ overflowWrap: 'anywhere' }}>
        {say('title')}
      </DialogTitle>
      <DialogContent>
        <DialogContentText sx={{ mb: 2 }}>{say('body')}</DialogContentText>
        <TextInput
          source="reason"
          label={say('reason')}
          helperText={say('help')}
          validate={check}
          autoFocus
          multiline
          minRows={2}
          maxRows={8}
          resettable={false}
          slotProps={{ htmlInput: { maxLength: MOST } }}
        />
        <FocusFirstError />
      </DialogContent>
      <Buttons onClose={onClose} />
    </Form>
  );
};

/** Does without the proof of a domain, for a reason that the log keeps. */
export const WaiveDialog = ({ open, ...form }: Props) => {
  const titleId = useId();
  return (
    <Dialog open={open} onClose={form.onClose} aria-labelledby={titleId} maxWidth="xs" fullWidth>
      <WaiveForm {...form} titleId={titleId} />
    </Dialog>
  );
};
