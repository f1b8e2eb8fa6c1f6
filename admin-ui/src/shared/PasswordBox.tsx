import VisibilityIcon from '@mui/icons-material/VisibilityOutlined';
import VisibilityOffIcon from '@mui/icons-material/VisibilityOffOutlined';
import { IconButton, InputAdornment, TextField, type TextFieldProps } from '@mui/material';
import { useId, useState } from 'react';
import { useTranslate } from 'react-admin';

interface Props extends Omit<TextFieldProps, 'type' | 'slotProps'> {
  /** Shown from the start, for a password that was just made up. */
  revealed?: boolean;
  /** Id of what else explains the field. */
  describedBy?: string;
}

/** A password field whose content can be looked at. */
export const PasswordBox = ({ revealed = false, describedBy, ...props }: Props) => {
  const ownId = useId();
  const id = props.id ?? ownId;
  const described = [props.helperText && `${id}-helper-text`, describedBy].filter(Boolean).join(' ');
  const translate = useTranslate();
  const [shown, setShown] = useState<boolean | null>(null);
  const visible = shown ?? revealed;
  const label = translate(`clearview.password.${visible ? 'hide' : 'show'}`);
  const toggle = (
    <InputAdornment position="end">
      <IconButton size="small" edge="end" aria-label={label} onClick={() => setShown(!visible)}>
        {visible ? <VisibilityOffIcon fontSize="small" /> : <VisibilityIcon fontSize="small" />}
      </IconButton>
    </InputAdornment>
  );
  return (
    <TextField
      {...props}
      id={id}
      type={visible ? 'text' : 'password'}
      slotProps={{
        input: { endAdornment: toggle },
        htmlInput: {
          autoCapitalize: 'none',
          autoCorrect: 'off',
          spellCheck: false,
          ...(described && { 'aria-describedby': described }),
        },
      }}
    />
  );
};
