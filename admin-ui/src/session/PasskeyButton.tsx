import PasskeyIcon from '@mui/icons-material/KeyOutlined';
import { Button } from '@mui/material';
import { useTranslate } from 'react-admin';

interface Props {
  /** There is no other way here. */
  main?: boolean;
  disabled: boolean;
  onClick: () => void;
}

export const PasskeyButton = ({ main = false, disabled, onClick }: Props) => {
  const translate = useTranslate();
  return (
    <Button
      variant={main ? 'contained' : 'outlined'}
      color={main ? 'primary' : 'inherit'}
      startIcon={<PasskeyIcon />}
      disabled={disabled}
      onClick={onClick}
    >
      {translate('clearview.second_factor.passkey')}
    </Button>
  );
};
