/** Connections to addresses that were checked: the name is resolved once, and what was checked is what is dialled. */
import net from 'node:net';
import { Unseen, type Dns, type WirePort } from '../core/wire.js';
import { withDeadline } from './deadline.js';
import { asUnseen } from './unseen.js';

/** For a connection to stand, all addresses that are tried together. */
export const CONNECT_MS = 5_000;

/** What one scan may use of the outside. */
export interface Reach {
  dns: Dns;
  mayReach(address: string): boolean;
  ports: Readonly<Record<WirePort, number>>;
}

export interface Dialled {
  socket: net.Socket;
  /** The one of the host's addresses that answered. */
  address: string;
}

/**
 * The host as a URL has it, so that every spelling of an address (`2130706433`, `0x7f.1`, `[::ffff:7f00:1]`) is
 * known as one (WHATWG URL, host parsing).
 */
function canonicalHost(host: string): string {
  const literal = net.isIP(host) === 6 ? `[${host}]` : host;
  const canonical = URL.canParse(`http://${literal}/`) ? new URL(`http://${literal}/`).hostname : '';
  const bare = canonical.replace(/^\[|\]$|\.$/g, '');
  // A name that holds a slash, an @ or a space would have come out as another one.
  const isName = net.isIP(bare) !== 0 || (bare.length <= 253 && /^[a-z0-9_.-]+$/.test(bare));
  if (isName && !/[/?#@:\\\s]/.test(net.isIP(bare) === 6 ? '' : host)) return bare;
  throw new Unseen('protocol', `"${host.slice(0, 100)}" is not the name of a host.`);
}

/** Both families at once; one that cannot be asked does no harm as long as the other one answers. */
async function lookUp(dns: Dns, name: string): Promise<string[]> {
  const [v4, v6] = await Promise.allSettled([dns.a(name), dns.aaaa(name)]);
  const found = [v4, v6].flatMap((result) => (result.status === 'fulfilled' ? result.value : []));
  if (found.length > 0) return found;
  if (v4.status === 'rejected') throw v4.reason;
  if (v6.status === 'rejected') throw v6.reason;
  return [];
}

/**
 * The addresses of a host that may be reached, IPv4 first. Asks the name servers only, never the hosts file.
 * @param host a name, or an address in any spelling
 * @throws Unseen `forbidden` when all it has are others, `unreachable` when it has none
 */
export async function addressesOf(reach: Reach, host: string): Promise<string[]> {
  const name = canonicalHost(host);
  const found = net.isIP(name) === 0 ? await lookUp(reach.dns, name) : [name];
  if (found.length === 0) throw new Unseen('unreachable', `${name} has no address.`);
  const allowed = found.filter((address) => reach.mayReach(address));
  if (allowed.length > 0) return allowed;
  const [first = ''] = found;
  const where = first === name ? name : `${name} leads to ${first}, which`;
  throw new Unseen('forbidden', `${where} is not on the public internet, so it is not looked at.`);
}

/** The first address, and a second one to fall back to: of the other family when there is one. */
function candidates(addresses: string[]): string[] {
  const [first = '', ...rest] = addresses;
  const second = rest.find((address) => net.isIP(address) !== net.isIP(first)) ?? rest[0];
  return second === undefined ? [first] : [first, second];
}

/** Connects to an address itself. The signal ends the attempt; what came of it is the caller's to end. */
function connect(address: string, port: number, attempt: AbortSignal): Promise<net.Socket> {
  return new Promise((resolve, reject) => {
    const socket = net.connect({ host: address, port, noDelay: true });
    const end = () => socket.destroy();
    attempt.addEventListener('abort', end, { once: true });
    // For as long as the socket lives: whoever reads from it hears of an error in its own way.
    socket.on('error', reject);
    socket.once('close', () => reject(new Unseen('protocol', 'The connection was closed.')));
    socket.once('connect', () => {
      attempt.removeEventListener('abort', end);
      resolve(socket);
    });
    if (attempt.aborted) end();
  });
}

/**
 * Connects to a host; its second address is tried when the first one does not answer.
 * @param signal ends the attempt; once it is connected, the socket is yours to end
 * @throws Unseen
 */
export async function dial(
  reach: Reach,
  host: string,
  port: WirePort,
  signal: AbortSignal,
): Promise<Dialled> {
  const chosen = candidates(await addressesOf(reach, host));
  const who = `${host} (port ${port})`;
  const late = `${who} did not answer within ${CONNECT_MS / 1000} seconds.`;
  let problem = new Unseen('unreachable', `${host} has no address.`);
  for (const address of chosen) {
    try {
      const socket = await withDeadline(signal, CONNECT_MS / chosen.length, late, (step) =>
        connect(address, reach.ports[port], step),
      );
      return { socket, address };
    } catch (error) {
      problem = asUnseen(error, who);
      if (signal.aborted) break;
    }
  }
  throw problem;
}
