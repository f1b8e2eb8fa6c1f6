/** What can be told from the configuration alone. */
import { isIP } from 'node:net';
import { isLoopback } from '../../../server/core/address.js';
import type { Config } from '../../../server/config.js';
import { note, ok, warn, wrong, type Finding } from './finding.js';

type Settings = Pick<Config, 'host' | 'port' | 'publicUrl' | 'cookieSecure' | 'trustProxy' | 'databaseUrl'>;

const isLocal = (host: string): boolean => host === 'localhost' || isLoopback(host);

/** Cookies that are not sent, or sent in the open. */
function cookies({ publicUrl, cookieSecure, host }: Settings): Finding {
  const isHttps = publicUrl?.startsWith('https:') === true;
  if (isHttps && cookieSecure === false) {
    const advice = 'Remove COOKIE_SECURE=false: session cookies travel without protection.';
    return wrong('cookies', 'People use https, but cookies are not marked Secure.', advice);
  }
  if (
    publicUrl?.startsWith('http:') === true &&
    cookieSecure === true &&
    !isLocal(new URL(publicUrl).hostname)
  ) {
    const advice = 'Serve https, or nobody stays signed in: browsers drop Secure cookies over plain http.';
    return wrong('cookies', 'COOKIE_SECURE=true, but PUBLIC_URL is plain http.', advice);
  }
  if (cookieSecure === false && !isLocal(host)) {
    const advice = 'Put a TLS proxy in front and remove COOKIE_SECURE=false.';
    return warn('cookies', 'Other machines sign in with cookies that travel in the open.', advice);
  }
  return ok(
    'cookies',
    cookieSecure === 'auto' ? 'Secure, except over plain http on this machine.' : 'As configured.',
  );
}

/** Whose word is taken for where a request comes from. */
function proxy({ publicUrl, trustProxy, host }: Settings): Finding {
  if (publicUrl?.startsWith('https:') === true && trustProxy.length === 0) {
    const advice =
      'Name the address of your TLS proxy in TRUST_PROXY: without it every visitor has the address of the proxy, and shares its limits of guessing.';
    return wrong('proxy', 'PUBLIC_URL is https, but no proxy is trusted.', advice);
  }
  if (trustProxy.length > 0 && publicUrl === undefined) {
    return warn(
      'proxy',
      'A proxy is trusted, but PUBLIC_URL is not set.',
      'Set PUBLIC_URL to where people reach Clearview.',
    );
  }
  if (trustProxy.length === 0 && !isLocal(host)) {
    const advice = 'Put a TLS proxy in front, listen on 127.0.0.1, and set TRUST_PROXY and PUBLIC_URL.';
    return warn('proxy', `It listens on ${host} for other machines, without TLS.`, advice);
  }
  const whom =
    trustProxy.length === 0
      ? 'Nobody is trusted; people come from this machine.'
      : `Trusted: ${trustProxy.join(', ')}.`;
  return ok('proxy', whom);
}

/** Where links to set a password lead to, and what passkeys are bound to. */
function address({ publicUrl }: Settings): Finding {
  if (publicUrl === undefined) {
    const advice = 'Set PUBLIC_URL once people reach it under a name: links and passkeys depend on it.';
    return note('address', 'PUBLIC_URL is not set: links are made for the address of each request.', advice);
  }
  const host = new URL(publicUrl).hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) === 0) return ok('address', publicUrl);
  return note('address', `${publicUrl} is no name: passkeys cannot be used.`, 'Give the machine a name.');
}

/** A database across a network whose server is not verified. */
function transport({ databaseUrl }: Settings): Finding[] {
  if (databaseUrl === undefined) return [];
  const url = new URL(databaseUrl);
  const host = url.hostname || (url.searchParams.get('host') ?? '');
  const mode = url.searchParams.get('sslmode');
  if (host === '' || host.startsWith('/') || isLocal(host) || mode === 'verify-full') return [];
  if (url.searchParams.get('host')?.startsWith('/') === true) return [];
  const advice = 'Add ?sslmode=verify-full to DATABASE_URL: passwords and sessions pass there.';
  return [warn('transport', `The way to the database at ${host} is not verified.`, advice)];
}

export function checkSettings(settings: Settings): Finding[] {
  return [cookies(settings), proxy(settings), address(settings), ...transport(settings)];
}
