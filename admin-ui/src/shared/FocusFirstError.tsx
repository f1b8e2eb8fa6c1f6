import { useEffect, useRef } from 'react';
import { useFormState } from 'react-hook-form';

/** Inside a form: after it was refused, by us or by the server, the first wrong field has the focus. */
export const FocusFirstError = () => {
  const { errors, isSubmitting, submitCount } = useFormState();
  const marker = useRef<HTMLSpanElement>(null);
  const answered = useRef(0);
  const failed = Object.keys(errors).length > 0;
  useEffect(() => {
    if (!failed || isSubmitting || answered.current === submitCount) return;
    answered.current = submitCount;
    marker.current?.closest('form')?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
  }, [failed, isSubmitting, submitCount]);
  return <span ref={marker} hidden />;
};
