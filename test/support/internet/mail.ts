/** A mail server on loopback that takes no mail; whether it offers STARTTLS may be changed while it runs. */
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import type { Pair } from './certificates.js';

export interface MailOptions {
  /** True by default. */
  starttls?: boolean;
  /** What it says after its name in the first line. */
  banner?: string;
}

export interface Mail {
  port: number;
  /** Changes the given options. */
  change(options: MailOptions): void;
  connections(): number;
  stop(): Promise<void>;
}

/** @param name how it greets */
export async function startMail(name: string, pair: Pair, options: MailOptions = {}): Promise<Mail> {
  let connections = 0;
  const server = new SMTPServer({
    ...pair,
    name,
    banner: options.banner ?? 'Clearview test mail',
    hideSTARTTLS: options.starttls === false,
    authOptional: true,
    disabledCommands: ['AUTH'],
    disableReverseLookup: true,
    onConnect(_session, callback) {
      connections += 1;
      callback();
    },
    onMailFrom: (_address, _session, callback) => callback(new Error('No mail is taken here.')),
  });
  // Clients of tests hang up as they like.
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.server.address() as AddressInfo).port,
    change({ starttls, banner }) {
      if (starttls !== undefined) server.options.hideSTARTTLS = !starttls;
      if (banner !== undefined) server.options.banner = banner;
    },
    connections: () => connections,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
