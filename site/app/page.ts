/** What a page of the shell is. */
import type { SessionUser } from '../api/auth.js';

export interface PageContext {
  user: SessionUser;
  /** Ends when the reader leaves the page; give it to every request. */
  signal: AbortSignal;
}

/** A page of the shell. Its head (title, lead) stands at once; its body may have to be loaded. */
export interface Page {
  title: string;
  lead?: string;
  /** The body's final shape while it loads, so that nothing jumps. */
  skeleton: () => Node;
  body: (context: PageContext) => Node | Promise<Node>;
}
