import { useCallback, useEffect, useState } from 'react';
import { HEADER_HEIGHT } from '../../layout/Header';

/** Whether an element, put where the rows begin, is in sight. */
export function useAtTop(): [mark: (element: HTMLElement | null) => void, atTop: boolean] {
  const [element, setElement] = useState<HTMLElement | null>(null);
  const [atTop, setAtTop] = useState(true);
  useEffect(() => {
    if (!element) return;
    const seen = new IntersectionObserver(([entry]) => setAtTop(entry?.isIntersecting ?? true), {
      rootMargin: `-${HEADER_HEIGHT}px 0px 0px 0px`,
    });
    seen.observe(element);
    return () => seen.disconnect();
  }, [element]);
  return [useCallback((next) => setElement(next), []), atTop];
}
