/** What a browser says of itself, in words for a person. It is a claim: nothing may be decided by it. */
import Bowser from 'bowser';

export interface Client {
  /** Such as "Firefox 128", null when unknown. */
  browser: string | null;
  /** Such as "Windows 10", null when unknown. */
  system: string | null;
}

const UNKNOWN: Client = { browser: null, system: null };

/** Longer ones are cut: the patterns of the parser take time with the square of the length. */
const MAX_LENGTH = 300;

/** The parser takes a name that it does not know from the text itself, which may be anything. */
const NAME = /^[\p{L}\d][\p{L}\d .+-]{0,39}$/u;

/** @param version left away when it has none of the form of one */
function words(name: string | undefined, version: string | undefined): string | null {
  if (name === undefined || !NAME.test(name)) return null;
  return version !== undefined && /^\w{1,10}$/.test(version) ? `${name} ${version}` : name;
}

const major = (version: string | undefined): string | undefined => version?.split('.', 1)[0];

/** Every browser on a Mac says 10.15.7, whichever it is; Windows has its version's name beside the number. */
function systemVersion(name: string | undefined, os: { version?: string; versionName?: string }) {
  if (name === 'macOS') return undefined;
  return name === 'Windows' ? os.versionName : major(os.version);
}

/** Reads a `User-Agent`. It never throws. */
export function describeClient(userAgent: string | null): Client {
  const text = userAgent?.slice(0, MAX_LENGTH) ?? '';
  if (text.trim() === '') return UNKNOWN;
  try {
    const parser = Bowser.getParser(text, true);
    const [browser, os] = [parser.getBrowser(), parser.getOS()];
    return {
      browser: words(browser.name, major(browser.version)),
      system: words(os.name, systemVersion(os.name, os)),
    };
  } catch {
    return UNKNOWN;
  }
}
