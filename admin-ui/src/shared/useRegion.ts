import { useLocale } from 'react-admin';
import { regionOf } from './region';

/** How dates and numbers are to be written: as in the reader's own region, in the language of the console. */
export const useRegion = (): string => regionOf(useLocale());
