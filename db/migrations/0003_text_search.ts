/**
 * Trigram indexes, for a search inside names and audit rows. They need the extension pg_trgm, which a hosted
 * database may not offer or not let us create; then Clearview searches without them, more slowly.
 * Down leaves the extension: others may have come to use it.
 */
import type { Knex } from 'knex';

const AUDIT_TEXT =
  "(coalesce(username, '') || ' ' || event || ' ' || coalesce(ip, '') || ' ' || detail::text)";

export async function up(db: Knex): Promise<void> {
  const { rows } = await db.raw<{ rows: unknown[] }>(
    "select 1 from pg_available_extensions where name = 'pg_trgm'",
  );
  if (rows.length === 0) return;
  try {
    // A savepoint: what is refused inside leaves the migration's own transaction whole.
    await db.transaction(createIndexes);
  } catch (error) {
    if (!isRefusal(error)) throw error;
  }
}

export async function down(db: Knex): Promise<void> {
  await db.raw('drop index if exists auth_audit_search');
  await db.raw('drop index if exists users_username_trgm');
}

async function createIndexes(db: Knex): Promise<void> {
  await db.raw('create extension if not exists pg_trgm');
  await db.raw('create index if not exists users_username_trgm on users using gin (username gin_trgm_ops)');
  await db.raw(
    `create index if not exists auth_audit_search on auth_audit using gin (${AUDIT_TEXT} gin_trgm_ops)`,
  );
}

/** Not allowed, files missing, or created in a schema out of our sight. Anything else is a real failure. */
function isRefusal(error: unknown): boolean {
  const code = (error as { code?: unknown }).code;
  return typeof code === 'string' && ['42501', '58P01', '0A000', '42704', '3F000'].includes(code);
}
