import { expect } from 'chai';
import { setTimeout as sleep } from 'node:timers/promises';
import request from 'supertest';
import { createTestDatabase } from '../../support/database.js';
import { spawnServer, urlOf } from '../../support/server-process.js';

describe('npm start', () => {
  it('ends with code 1 and names every wrong variable, before it touches anything', async () => {
    const server = spawnServer({
      PORT: 'abc',
      COOKIE_SECURE: 'yes',
      DATABASE_URL: 'mysql://clearview:hunter2@db/clearview',
      SETUP_TOKEN: 'hunter2',
    });
    expect(await server.ended).to.equal(1);
    const lines = server.stderr().trim().split('\n');
    expect(lines[0]).to.equal('Clearview cannot start:');
    expect(lines.slice(1).map((line) => line.trim().split(' ', 1)[0])).to.have.members([
      'PORT',
      'COOKIE_SECURE',
      'DATABASE_URL',
      'SETUP_TOKEN',
    ]);
    expect(server.stdout() + server.stderr()).not.to.match(/hunter2|node_modules|\.ts:\d/);
  });

  it('says in words that the port is taken, and ends with code 1', async () => {
    const database = await createTestDatabase();
    const first = spawnServer({ DATABASE_URL: urlOf(database) });
    try {
      const url = await first.listening();
      const second = spawnServer({ DATABASE_URL: urlOf(database), PORT: new URL(url).port });
      expect(await second.ended).to.equal(1);
      expect(second.stderr()).to.match(/EADDRINUSE|in use/);
      await request(url).get('/healthz').expect(200);
    } finally {
      await first.stop();
      await database.drop();
    }
  });

  for (const [what, sign] of [
    ['once all of it runs', 'Housekeeping is done'],
    ['as soon as it listens', ''],
  ] as const) {
    it(`ends with code 0 at SIGTERM ${what}, after which nobody listens [R-21]`, async function () {
      this.timeout(40_000);
      const database = await createTestDatabase();
      const server = spawnServer({ DATABASE_URL: urlOf(database) });
      try {
        const url = await server.listening();
        await request(url).get('/readyz').expect(200);
        while (!server.stdout().includes(sign)) await sleep(25);
        expect(await server.stop()).to.equal(0);
        const gone: unknown = await request(url)
          .get('/healthz')
          .catch((error: unknown) => error);
        expect(String(gone)).to.include('ECONNREFUSED');
      } finally {
        await server.stop();
        await database.drop();
      }
    });
  }
});
