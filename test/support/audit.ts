import type { AuditRow } from '../../db/tables.js';
import type { TestApp } from './app.js';

/** What the audit log tells of something, such as a tenant: the events of one kind, oldest first. */
export async function eventsAbout(app: TestApp, event: string, target: number): Promise<AuditRow[]> {
  return app
    .db('auth_audit')
    .where({ event })
    .whereRaw(`detail->>'target' = ?`, [`${target}`])
    .orderBy('id')
    .select('*');
}
