import { useTranslate } from 'react-admin';
import { useNumber } from '../../shared/useNumber';
import { MANY } from './useArrivals';

/** Says how many entries wait, with a key below `resources.audit.live`. */
export function useWaitingWords(): (key: string, waiting: number) => string {
  const translate = useTranslate();
  const number = useNumber();
  return (key, waiting) =>
    translate(`resources.audit.live.${key}`, {
      smart_count: waiting,
      count: waiting < MANY ? number(waiting) : `${number(MANY)}+`,
    });
}
