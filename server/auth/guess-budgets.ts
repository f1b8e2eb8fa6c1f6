/**
 * How many wrong passwords are allowed in fifteen minutes. Counted by the name in its canonical form and the
 * client's address (an IPv6 one by its /64), so that neither spelling nor headers dodge it, and for unknown
 * names alike, so that the limit tells nothing.
 */
import { addressGroup } from '../core/address.js';
import { keysOf, limitsOf, type Budget } from '../limits/limits-service.js';
import type { Peeks } from './sign-in-store.js';

const PER_NAME_AND_ADDRESS = 20;
const PER_NAME = 100;
const PER_ADDRESS = 100;
const CODES_PER_USER = 20;

const ofNameAndAddress = (folded: string, address: string): Budget => ({
  what: ['guess', 'name+address', folded, address],
  limit: PER_NAME_AND_ADDRESS,
});

const ofName = (folded: string): Budget => ({ what: ['guess', 'name', folded], limit: PER_NAME });

/** @param address a group of addresses */
export const addressBudget = (address: string): Budget => ({
  what: ['guess', 'address', address],
  limit: PER_ADDRESS,
});

/** Everything that is counted of a name. @param addresses groups of those that it may have been tried from */
export function nameBudgets(name: string, addresses: readonly string[]): Budget[] {
  const folded = name.toLowerCase();
  return [ofName(folded), ...addresses.map((address) => ofNameAndAddress(folded, address))];
}

/**
 * @param isKnownAddress whether the name's owner has signed in from there before: they get in past the limit
 *   per name, else anybody could lock them out
 */
export function guessBudgets(name: string, ip: string, isKnownAddress: boolean): Budget[] {
  const folded = name.toLowerCase();
  const address = addressGroup(ip);
  const always = [ofNameAndAddress(folded, address), addressBudget(address)];
  return isKnownAddress ? always : [...always, ofName(folded)];
}

/** The same for a look at the account, which tells whether the address is known. */
export function guessPeeks(name: string, ip: string): Peeks {
  const unknown = guessBudgets(name, ip, false);
  const [nameAndAddress = '', address = '', ofAll = ''] = keysOf(unknown);
  return {
    keys: [nameAndAddress, address, ofAll],
    limits: { unknown: limitsOf(unknown), known: limitsOf(guessBudgets(name, ip, true)) },
  };
}

/** How many codes of an app may be guessed, of which each has one chance in 300,000; from wherever they come. */
export const codeBudget = (userId: number): Budget => ({
  what: ['guess', 'code', `${userId}`],
  limit: CODES_PER_USER,
});
