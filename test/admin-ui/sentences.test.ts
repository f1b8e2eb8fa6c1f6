/** Every event of the audit log has its words in the console, in each of its languages. */
import { expect } from 'chai';
import type { Entry } from '../../admin-ui/src/audit/entry.js';
import { AUDIT_EVENTS } from '../../server/audit/audit-events.js';
import { useConsole } from './support/console.js';

const load = async () => ({
  ...(await import('../../admin-ui/src/audit/entry.js')),
  ...(await import('../../admin-ui/src/audit/sentence.js')),
  ...(await import('../../admin-ui/src/i18n/en/index.js')),
  ...(await import('../../admin-ui/src/i18n/fr/index.js')),
});

describe('console: sentences of the audit log', () => {
  // React-admin wants a window.
  useConsole();
  let words: Awaited<ReturnType<typeof load>>;

  before(async () => {
    words = await load();
  });

  const entry = (event: string, detail: Entry['detail'] = null): Entry => ({
    id: 1,
    ts: new Date(0).toISOString(),
    user_id: 1,
    username: 'root',
    event,
    ip: null,
    detail,
  });
  const keysOf = (event: string, detail?: Entry['detail']) =>
    words.sentences(entry(event, detail)).map(({ key }) => key);

  it('know every event that the server writes, and no other', () => {
    expect([...words.EVENTS].sort()).to.deep.equal([...AUDIT_EVENTS].sort());
  });

  for (const event of AUDIT_EVENTS) {
    it(`tell ${event} in words`, () => {
      for (const { audit } of [words.en.resources, words.fr.resources]) {
        expect(audit.event).to.have.property(event);
        for (const key of keysOf(event)) expect(audit.sentence).to.have.property(key);
      }
      expect(keysOf(event)).not.to.include('other');
    });
  }

  const me = { target: 1, username: 'root' };
  const joe = { target: 2, username: 'joe' };
  const told: [string, Entry['detail'], string[]][] = [
    ['login_ok', { method: 'passkey' }, ['login_ok_passkey']],
    ['login_ok', { method: 'recovery_code' }, ['login_ok_recovery_code']],
    ['login_new_browser', { browser: 'Firefox 128', system: 'Linux' }, ['login_new_browser_on']],
    ['login_new_browser', { browser: null, system: null }, ['login_new_browser']],
    ['user_create', { ...joe, role: 'user', invite: true }, ['user_invite_as']],
    ['password_reset', { ...joe, must_change_password: true }, ['password_reset_once']],
    ['password_link_create', { ...joe, kind: 'invite' }, ['password_link_create_invite']],
    ['second_factor_add', { ...me, method: 'totp' }, ['second_factor_add_totp']],
    ['second_factor_remove', { ...me, method: 'passkey' }, ['second_factor_remove_passkey']],
    ['second_factor_fail', { ...me, method: 'constructor' }, ['second_factor_fail']],
    ['recovery_code_use', { ...me, left: 3 }, ['recovery_code_use_left']],
    ['token_revoke', { ...joe, token_id: 7, token_name: 'one' }, ['token_revoke']],
    ['token_revoke', { ...me, token_id: 7, token_name: 'one' }, ['token_revoke_own']],
    ['token_revoke', { ...me, token_id: 7, token_name: 'one', token: 7 }, ['token_revoke_itself']],
    ['token_revoke', { ...joe, tokens_revoked: 2 }, ['tokens_revoke']],
    ['access_denied', { reason: 'network', token: 7, by_token: 'one' }, ['access_denied_network']],
    [
      'settings_update',
      { require_second_factor_admin: true, reauthenticate_admins: false, max_token_days: 30 },
      ['require_second_factor_admin_on', 'reauthenticate_admins_off', 'max_token_days'],
    ],
  ];
  for (const [event, detail, keys] of told) {
    it(`tell ${event} by ${JSON.stringify(detail)}`, () => {
      expect(keysOf(event, detail)).to.deep.equal(keys);
      for (const { audit } of [words.en.resources, words.fr.resources]) {
        expect(audit.sentence).to.include.keys(keys);
      }
    });
  }
});
