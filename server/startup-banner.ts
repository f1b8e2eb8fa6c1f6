/** The one friendly block that a person reads after `npm start`. */
import type { AddressInfo } from 'node:net';
import { isLoopback } from './core/address.js';
import { version } from './core/project.js';

export interface Standing {
  address: AddressInfo;
  /** Where the data is, in words. */
  data: string;
  isSetupWaiting: boolean;
  hasSetupToken: boolean;
  /** How many answer requests; 1 when it is not told. */
  processes?: number;
}

function openAt({ address, family, port }: AddressInfo): string {
  const everywhere = address === '0.0.0.0' || address === '::';
  const host = everywhere ? 'localhost' : family === 'IPv6' ? `[${address}]` : address;
  return `http://${host}:${port}/`;
}

function setupLines({ isSetupWaiting, hasSetupToken, address }: Standing): string[] {
  if (!isSetupWaiting) return ['  Setup    done'];
  const waiting = '  Setup    waiting: open the address and create the first administrator';
  if (hasSetupToken) return [waiting, '           (it will ask for SETUP_TOKEN)'];
  if (isLoopback(address.address)) return [waiting];
  return [
    waiting,
    '           Warning: until then whoever reaches this address first owns it.',
    '           Set SETUP_TOKEN, or listen on 127.0.0.1 for the setup.',
  ];
}

/** The block's text. */
export function startupBanner(standing: Standing): string {
  const address = `  Address  ${openAt(standing.address)}`;
  const data = `  Data     ${standing.data}`;
  const { processes = 1 } = standing;
  const web = processes > 1 ? [`  Web      ${processes} processes`] : [];
  return ['', `Clearview ${version}`, address, data, ...web, ...setupLines(standing), '', ''].join('\n');
}
