/** Where a name was tried from, and where its owner is at home. */
import type { Knex } from 'knex';

/** Minutes that are looked back: twice as long as any counter counts. */
const BACK = 30;

/** The addresses that a user signed in from, and those from which the name was tried lately. */
export async function findAddresses(db: Knex, userId: number, username: string): Promise<string[]> {
  const { rows } = await db.raw<{ rows: { address: string }[] }>(
    `select address from known_addresses where user_id = ?
      union
     select distinct ip from auth_audit
      where ts > now() - make_interval(mins => ?) and event in ('login_fail', 'login_throttled') and ip is not null
        and lower(detail->>'username' collate "C") = lower(? collate "C")`,
    [userId, BACK, username],
  );
  return rows.map(({ address }) => address);
}
