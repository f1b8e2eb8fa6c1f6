/** The checks of the encryption that a domain offers, the weightiest first. */
import type { Check } from '../../check.js';
import { chain } from './chain.js';
import { expiry } from './expiry.js';
import { key } from './key.js';
import { name } from './name.js';
import { versions } from './versions.js';

export const TLS_CHECKS: readonly Check[] = [chain, name, expiry, versions, key];
