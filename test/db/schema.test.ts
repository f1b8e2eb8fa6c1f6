/** What the database itself refuses, and which questions are index look-ups. */
import { expect } from 'chai';
import { migrateToLatest } from '../../db/migrate.js';
import { hasTrigram, usernameHas } from '../../db/search.js';
import { isForeignKeyViolation, isUniqueViolation } from '../../db/pg-errors.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

const AUDIT_TEXT =
  "(coalesce(username, '') || ' ' || event || ' ' || coalesce(ip, '') || ' ' || detail::text)";

async function failure(promise: PromiseLike<unknown>): Promise<{ code?: string; message: string }> {
  try {
    await promise;
  } catch (error) {
    return error as { code?: string; message: string };
  }
  throw new Error('It did not fail.');
}

describe('the schema', () => {
  let test: TestDatabase;
  before(async () => {
    test = await createTestDatabase();
    await test.db('users').insert({ username: 'Joe', password_hash: 'h' });
    await test
      .db('auth_audit')
      .insert({ event: 'setup', user_id: 1, username: 'Joe', detail: { target: 1 } });
  });
  after(() => test.drop());

  /** The plan of a statement when the table's size says nothing against an index. */
  const plan = (sql: string) =>
    test.db.transaction(async (trx) => {
      await trx.raw('set local enable_seqscan = off');
      const { rows } = await trx.raw<{ rows: { 'QUERY PLAN': string }[] }>(
        `explain ${sql}`.replaceAll('?', '\\?'),
      );
      return rows.map((row) => row['QUERY PLAN']).join('\n');
    });

  /** The name of an index, or of those of the partitions that belong to it. */
  const inEveryMonth = async (index: string): Promise<RegExp> => {
    const { rows } = await test.db.raw<{ rows: { name: string }[] }>(
      'select inhrelid::regclass::text as name from pg_inherits where inhparent = ?::regclass',
      [index],
    );
    return new RegExp(`\\b(${[index, ...rows.map(({ name }) => name)].join('|')})\\b`);
  };

  describe('accounts', () => {
    it('are unique without regard to case', async () => {
      const error = await failure(test.db('users').insert({ username: 'jOE', password_hash: 'h' }));
      expect(isUniqueViolation(error, 'users_username_key')).to.equal(true);
    });

    it('have one of two roles', async () => {
      const row = { username: 'x', password_hash: 'h', role: 'root' as 'user' };
      expect((await failure(test.db('users').insert(row))).code).to.equal('23514');
    });

    it('are changed when something of them changes, not by signing in', async () => {
      const old = new Date(0);
      const touch = async (patch: object) => {
        await test.db('users').where('id', 1).update({ updated_at: old });
        await test.db('users').where('id', 1).update(patch);
        return (await test.db('users').where('id', 1).first())?.updated_at.getTime() !== 0;
      };
      expect(await touch({ last_login_at: new Date() })).to.equal(false);
      expect(await touch({ is_active: true })).to.equal(true);
    });

    it('are needed for a session, and take it along', async () => {
      const session = { id: 'a'.repeat(64), expires_at: new Date() };
      expect(
        isForeignKeyViolation(await failure(test.db('user_sessions').insert({ ...session, user_id: 9 }))),
      ).to.equal(true);
      const [user] = await test.db('users').insert({ username: 'gone', password_hash: 'h' }).returning('id');
      await test.db('user_sessions').insert({ ...session, user_id: user?.id });
      await test
        .db('known_addresses')
        .insert({ user_id: user?.id ?? 0, address: '::1', last_login_at: new Date() });
      await test.db('users').where('id', user?.id).del();
      expect(await test.db('user_sessions')).to.deep.equal([]);
      expect(await test.db('known_addresses')).to.deep.equal([]);
    });
  });

  describe('the audit log', () => {
    for (const [what, sql] of [
      ['UPDATE', "update auth_audit set event = 'x'"],
      ['UPDATE of no row', "update auth_audit set event = 'x' where false"],
      ['DELETE', 'delete from auth_audit'],
      ['TRUNCATE', 'truncate auth_audit'],
    ] as const) {
      it(`refuses ${what}`, async () => {
        const error = await failure(test.db.raw(sql));
        expect(error.code).to.equal('42501');
        expect(error.message).to.include('auth_audit is append-only');
      });
    }

    it('lets retention delete, in its own transaction only, and still not update', async () => {
      await test.db.transaction(async (trx) => {
        await trx.raw("set local clearview.audit_retention = 'on'");
        await trx('auth_audit').where('id', '<', 0).del();
        const update = trx.transaction((inner) => inner.raw("update auth_audit set event = 'x'"));
        expect((await failure(update)).code).to.equal('42501');
      });
      expect((await failure(test.db('auth_audit').del())).code).to.equal('42501');
    });

    it('keeps its rows when the account goes', async () => {
      const [user] = await test
        .db('users')
        .insert({ username: 'leaver', password_hash: 'h' })
        .returning('id');
      await test.db('auth_audit').insert({ event: 'login_ok', user_id: user?.id, username: 'leaver' });
      await test.db('users').where('id', user?.id).del();
      expect(await test.db('auth_audit').where('username', 'leaver').pluck('user_id')).to.deep.equal([
        user?.id,
      ]);
    });

    it('returns ids as numbers', async () => {
      expect((await test.db('auth_audit').first('id'))?.id).to.equal(1);
    });
  });

  it('stores that setup is over at most once', async () => {
    expect(await test.db('setup_state')).to.deep.equal([]);
    await test.db('setup_state').insert({ singleton: true });
    expect(isUniqueViolation(await failure(test.db('setup_state').insert({ singleton: true })))).to.equal(
      true,
    );
  });

  describe('index look-ups', () => {
    for (const [index, sql] of [
      [
        'users_username_key',
        `select 1 from users where lower(username collate "C") = lower('Joe' collate "C")`,
      ],
      [
        'users_username_key',
        `select 1 from users where lower(username collate "C") like 'jo%' order by lower(username collate "C")`,
      ],
      ['users_created_id', 'select 1 from users where (created_at, id) > (now(), 5) order by created_at, id'],
      ['auth_audit_event_id', "select 1 from auth_audit where event = 'setup' order by id desc limit 5"],
      ['auth_audit_user_id', 'select 1 from auth_audit where user_id = 5 order by id desc limit 5'],
      ['auth_audit_ip_id', `select 1 from auth_audit where ip collate "C" = '::1' order by id desc limit 5`],
      ['auth_audit_ip_id', `select 1 from auth_audit where ip collate "C" like '10%'`],
      ['auth_audit_username_id', `select 1 from auth_audit where username collate "C" like 'jo%'`],
      ['auth_audit_ts_id', 'select 1 from auth_audit where ts > now() order by ts, id limit 5'],
      [
        'auth_audit_target_id',
        `select 1 from auth_audit where detail ->> 'target' = '5' and detail ? 'target' order by id desc limit 5`,
      ],
    ] as const) {
      it(`${index}: ${sql.slice(0, 70)}…`, async () => {
        expect(await plan(sql)).to.match(await inEveryMonth(index));
      });
    }

    it('deleting an account asks indexes only', async () => {
      const referring = await test.db.raw<{ rows: { name: string }[] }>(
        `select conrelid::regclass::text as name from pg_constraint
          where contype = 'f' and confrelid = 'users'::regclass order by 1`,
      );
      const indexes: Record<string, string> = {
        api_tokens: 'api_tokens_user',
        known_addresses: 'known_addresses_pkey',
        known_browsers: 'known_browsers_pkey',
        notices: 'notices_user',
        passkeys: 'passkeys_user',
        password_links: 'password_links_user_key',
        recovery_codes: 'recovery_codes_pkey',
        sign_in_steps: 'sign_in_steps_user',
        totp_factors: 'totp_factors_pkey',
        user_sessions: 'user_sessions_user_id',
      };
      expect(referring.rows.map((row) => row.name)).to.deep.equal(Object.keys(indexes));
      expect(await plan('delete from users where id = 5')).to.include('users_pkey');
      for (const [table, index] of Object.entries(indexes)) {
        expect(await plan(`delete from ${table} where user_id = 5`), table).to.include(index);
      }
    });

    it('search inside texts, where pg_trgm is available', async function () {
      if (!(await hasTrigram(test.db))) this.skip();
      const [has] = usernameHas('abc', true);
      expect(await plan(`select 1 from users where ${has.replace('?', "'%abc%'")}`)).to.include(
        'users_username_trgm',
      );
      expect(await plan(`select 1 from auth_audit where ${AUDIT_TEXT} ilike '%abc%'`)).to.match(
        await inEveryMonth('auth_audit_search'),
      );
    });
  });
});

describe('a database without pg_trgm', () => {
  it('is migrated all the same', async () => {
    const test = await createTestDatabase({ migrated: false });
    try {
      // Out of sight of the search path: its operators are not found, as where it may not be created.
      await test.db.raw('create schema elsewhere');
      await test.db.raw('create extension pg_trgm schema elsewhere');
      expect(await migrateToLatest(test.db)).to.have.length.greaterThan(3);
      expect(await hasTrigram(test.db)).to.equal(false);
    } finally {
      await test.drop();
    }
  });
});
