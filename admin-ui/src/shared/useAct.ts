import { useState } from 'react';
import { useNotify } from 'react-admin';

/** Does what a button is for: not twice at once, and what is refused is told in a toast that stays. */
export function useAct(act: () => Promise<unknown>): [act: () => void, working: boolean] {
  const notify = useNotify();
  const [working, setWorking] = useState(false);
  const go = () => {
    setWorking(true);
    act()
      .catch((error: Error) => notify(error.message, { type: 'error', autoHideDuration: null }))
      .finally(() => setWorking(false));
  };
  return [go, working];
}
