import { useState } from 'react';
import type { SecondStep } from '../providers/signIn';
import { PasswordForm } from './PasswordForm';
import { SecondStepForm } from './SecondStepForm';

interface Props {
  /** Fixed name, where the same person is to sign in again. */
  name?: string;
}

/** Signs in on the same cookie as the site: with a password, and a second factor for those who have one. */
export const SignInForm = ({ name }: Props) => {
  const [step, setStep] = useState<SecondStep | null>(null);
  const [reason, setReason] = useState('');
  const back = (words: string) => {
    setReason(words);
    setStep(null);
  };
  if (step) return <SecondStepForm step={step} onBack={back} />;
  return <PasswordForm {...(name !== undefined && { name })} reason={reason} onStep={setStep} />;
};
