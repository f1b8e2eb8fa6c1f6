/** The little of a browser that the providers use: where the page is, whether it is looked at, what is clicked. */

export interface TestWindow {
  /** Where the page went by `location.replace`. */
  visited: string[];
  /** Addresses of the links that were clicked. */
  clicked: string[];
  /** The tab goes to the background, or comes back. */
  hide(hidden: boolean): void;
  close(): void;
}

class Link {
  href = '';
  download = '';
  constructor(private readonly clicked: string[]) {}
  click(): void {
    this.clicked.push(decodeURIComponent(this.href.replaceAll('+', ' ')));
  }
  remove(): void {}
}

/** In a page, addresses are relative to it. */
function relativeTo(origin: string): { fetch: typeof fetch; EventSource: typeof EventSource } {
  const ask = globalThis.fetch;
  return {
    fetch: (input, init) => ask(new URL(input as string, origin), init),
    EventSource: class extends EventSource {
      constructor(url: string | URL, init?: EventSourceInit) {
        super(new URL(url, origin), init);
      }
    },
  };
}

/** @param origin of the page, without a slash at the end */
export function openWindow(origin: string): TestWindow {
  const visited: string[] = [];
  const clicked: string[] = [];
  const tab = new EventTarget();
  const document = Object.assign(tab, {
    hidden: false,
    documentElement: { lang: '' },
    body: { append: () => undefined },
    // The style engine of the components asks where to put its rules; here nothing is ever drawn.
    querySelector: () => ({}),
    createElement: () => new Link(clicked),
  });
  const location = { origin, href: `${origin}/admin/`, replace: (to: string) => void visited.push(to) };
  const window = Object.assign(new EventTarget(), { location });
  const kept = new Map<string, string>();
  const sessionStorage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
  const parts = { window, sessionStorage, document, navigator: { languages: ['en'] }, ...relativeTo(origin) };
  const before = Object.keys(parts).map(
    (name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)] as const,
  );
  for (const [name, value] of Object.entries(parts)) {
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  }
  return {
    visited,
    clicked,
    hide(hidden) {
      document.hidden = hidden;
      tab.dispatchEvent(new Event('visibilitychange'));
    },
    close() {
      for (const [name, old] of before) {
        if (old) Object.defineProperty(globalThis, name, old);
        else Reflect.deleteProperty(globalThis, name);
      }
    },
  };
}
