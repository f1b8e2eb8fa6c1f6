import { localStorageStore, type Store } from 'react-admin';

const THEME = 'clearview.theme';
type Theme = 'light' | 'dark';
type Watcher = (theme: Theme | undefined) => void;

/** What belongs to the person at this browser and outlives a sign-out: look, language, columns. */
const PREFERENCES = /^(locale|sidebar\.open|preferences\..*|[a-z_]+\.datatable(_columnRanks)?)$/;

const base = localStorageStore('1', 'clearview');
const watchers = new Set<Watcher>();

function readTheme(): Theme | undefined {
  try {
    const value = localStorage.getItem(THEME);
    return value === 'light' || value === 'dark' ? value : undefined;
  } catch {
    return undefined; // Storage is blocked.
  }
}

function writeTheme(theme?: Theme): void {
  try {
    if (theme) localStorage.setItem(THEME, theme);
    else localStorage.removeItem(THEME);
  } catch {
    // Storage is blocked: the choice holds for this page only.
  }
  document.documentElement.style.colorScheme = theme ?? '';
  watchers.forEach((watch) => watch(theme));
}

window.addEventListener('storage', (event) => {
  if (event.key === THEME) watchers.forEach((watch) => watch(readTheme()));
});

/** React-admin's store, except that the theme is the one choice shared with the site. */
export const store: Store = {
  ...base,
  getItem: <T>(key: string, fallback?: T) =>
    key === 'theme' ? ((readTheme() as T | undefined) ?? fallback) : base.getItem<T>(key, fallback),
  setItem: (key, value) => (key === 'theme' ? writeTheme(value as Theme) : base.setItem(key, value)),
  removeItem: (key) => (key === 'theme' ? writeTheme() : base.removeItem(key)),
  subscribe(key, callback) {
    if (key !== 'theme') return base.subscribe(key, callback);
    watchers.add(callback);
    return () => watchers.delete(callback);
  },
  reset() {
    for (const key of Object.keys(base.listItems?.() ?? {})) {
      if (!PREFERENCES.test(key)) base.removeItem(key);
    }
  },
};
