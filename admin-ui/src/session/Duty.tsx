import { useEffect } from 'react';
import { LateSpinner } from '../shared/LateSpinner';

/**
 * For those who have something to do before Clearview opens: a password of their own, or a second factor. The
 * page for it is the site's; it leads back to here.
 */
export const Duty = () => {
  useEffect(() => {
    const { pathname, search, hash } = window.location;
    window.location.replace(`/required.html?next=${encodeURIComponent(pathname + search + hash)}`);
  }, []);
  return <LateSpinner />;
};
