/** Many tenants with a long past at once, by SQL: what nobody could scan in a test. */
import type { Knex } from 'knex';

/**
 * Adds tenants `Bulk 0000001` and so on, each with two domains and so many jobs that are over, a day apart. Every
 * tenth tenant is in onboarding with an unproved domain, every tenth of the others is paused, every fiftieth has a
 * job that waits.
 */
export async function addTenants(db: Knex, tenants: number, jobs: number): Promise<void> {
  await db.raw(
    `insert into tenants (name, name_key, state, created_by_name, created_at)
     select name, lower(name),
            case when n % 10 = 0 then 'onboarding' when n % 10 = 1 then 'paused' else 'active' end,
            'root', now() - make_interval(mins => ? - n)
       from (select n, 'Bulk ' || lpad(n::text, 7, '0') as name from generate_series(1, ?::int) n) as made`,
    [tenants, tenants],
  );
  await db.raw(
    `insert into tenant_domains (tenant_id, domain, position, token, proof, proved_at)
     select id, case p when 0 then 'www' else 'mail' end || id || '.example.org', p, md5(id || '-' || p),
            case when p = 1 and state = 'onboarding' then null else 'dns' end,
            case when p = 1 and state = 'onboarding' then null else now() end
       from tenants, generate_series(0, 1) p where name like 'Bulk %'`,
  );
  for (let day = jobs - 1; day >= 0; day -= 10) await addDays(db, Math.max(0, day - 9), day);
  await db.raw(
    `update tenants t set score = l.score, grade = l.grade, last_job_id = l.job_id, last_scan_at = l.at,
            trend = (select array_agg(score order by at) from (
              select score, at from tenant_scores where tenant_id = t.id order by at desc limit 12) as newest),
            next_scan_at = now() + interval '1 day'
       from tenants b cross join lateral (
         select * from tenant_scores where tenant_id = b.id order by at desc limit 1) as l
      where b.id = t.id and t.name like 'Bulk %'`,
  );
  await db.raw(
    `insert into jobs (tenant_id, trigger) select id, 'manual' from tenants where id % 50 = 7 and name like 'Bulk %'`,
  );
  await db.raw('analyze');
}

/** Jobs and scores of some days, in steps that end before the time-out of a statement on a busy machine. */
async function addDays(db: Knex, first: number, last: number): Promise<void> {
  await db.raw(
    `with made as (
       insert into jobs (tenant_id, trigger, state, created_at, started_at, finished_at, attempts, checks_done,
                         checks_total, score, grade)
       select id, 'schedule', 'succeeded', at, at, at + interval '40 seconds', 1, 60, 60, score,
              case when score >= 90 then 'A' when score >= 80 then 'B' when score >= 70 then 'C'
                   when score >= 60 then 'D' when score >= 40 then 'E' else 'F' end
         from (select id, now() - make_interval(days => n, mins => id % 600) as at, (id * 7 + n * 13) % 101 as score
                 from tenants, generate_series(?::int, ?::int) n where name like 'Bulk %' order by n desc, id) as past
       returning id, tenant_id, finished_at, score, grade)
     insert into tenant_scores (job_id, tenant_id, at, score, grade)
     select id, tenant_id, finished_at, score, grade from made`,
    [first, last],
  );
}
