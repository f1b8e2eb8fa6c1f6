import { expect } from 'chai';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { pendingMigrations } from '../../db/migrate.js';
describe('migrations', () => {
  let test: TestDatabase;
  before(async () => {
    test = await createTestDatabase();
  });
  after(() => test.drop());
  it('a migrated database has nothing pending', async () => {
    expect(await pendingMigrations(test.db)).to.deep.equal([]);
  });
});
