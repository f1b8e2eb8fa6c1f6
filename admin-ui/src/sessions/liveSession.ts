/** A session that is alive. Its number means nothing to whoever finds it: the cookie never leaves the browser. */
export interface LiveSession {
  id: number;
  user_id: number;
  username: string;
  created_at: string;
  last_seen_at: string;
  expires_at: string;
  ip: string | null;
  user_agent: string | null;
  /** As words, e.g. "Firefox 128" and "Windows 10"; null when the browser did not say. */
  browser: string | null;
  system: string | null;
  remember: boolean;
  /** The one that asks. */
  current: boolean;
}
