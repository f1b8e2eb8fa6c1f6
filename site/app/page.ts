/** What a page of the shell is. */
import type { SessionUser } from '../api/auth.js';
import type { Child } from '../ui/dom.js';

/** What stands above a page's body. A page may change it when it knows more, such as a tenant's name. */
export interface PageHead {
  setTitle: (title: string) => void;
  setLead: (...content: Child[]) => void;
  /** At the right of the title: the one main action, and a menu perhaps. */
  setActions: (...content: Child[]) => void;
}

export interface PageContext {
  user: SessionUser;
  /** What the route's `:names` stand for. */
  params: Readonly<Record<string, string>>;
  /** The query of the address as the page was opened. */
  query: URLSearchParams;
  head: PageHead;
  /**
   * Takes over what happens when only the query of the address changes (a link, Back, `go`); without it the page
   * is built anew, and what one was typing into would go.
   */
  onQuery: (update: (query: URLSearchParams) => void) => void;
  /** Ends when the reader leaves the page; give it to every request. */
  signal: AbortSignal;
}

/** A page of the shell. Its head stands at once; its body may have to be loaded. An answer of 404 is "not found". */
export interface Page {
  title: string;
  lead?: string;
  /** The page above this one, for a link over the title. */
  up?: { href: string; label: string };
  /** The pages of the same part, for a bar above the title. */
  nav?: () => Node;
  /** What stands at the right of the title from the start. */
  actions?: () => Child;
  /** The body's final shape while it loads, so that nothing jumps. */
  skeleton: () => Node;
  body: (context: PageContext) => Node | Promise<Node>;
}
