/** Every connection that this process begins, as Node itself tells of it: what a scan must not dial is not in it. */
import diagnostics from 'node:diagnostics_channel';
import type { Socket } from 'node:net';

export interface Dials {
  /** Addresses in order, such as `127.0.0.1`. */
  addresses: string[];
  stop(): void;
}

/** Listens from now on. */
export function watchDials(): Dials {
  const addresses: string[] = [];
  const note = (message: unknown) => {
    const { socket } = message as { socket: Socket };
    socket.on('connectionAttempt', (address: string) => addresses.push(address));
  };
  diagnostics.subscribe('net.client.socket', note);
  return { addresses, stop: () => void diagnostics.unsubscribe('net.client.socket', note) };
}
