/** The supervisor's promises, against real processes that are really killed. */
import { execFile } from 'node:child_process';
import { chmod, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import pg from 'pg';
import { isAlive, serverPid, started, terminate, waitFor, Workshop } from './processes.js';

describe('the embedded PostgreSQL', function () {
  this.timeout(40_000);
  let shop: Workshop;
  let dataDir: string;
  const extra: string[] = [];

  beforeEach(async () => {
    shop = await Workshop.open();
    dataDir = path.join(shop.folder, 'data');
  });
  afterEach(async () => {
    await shop.close([dataDir, ...extra]);
    for (const folder of extra.splice(0)) await rm(folder, { recursive: true, force: true });
  });

  // Made once, for the tests that are not about making it.
  let model: Workshop;
  before(async () => {
    model = await Workshop.open();
    const program = model.run('embedded.ts', [path.join(model.folder, 'data')]);
    await started(program);
    await terminate(program);
  });
  after(() => model.close());
  const copyModel = async (folder = dataDir) => {
    await mkdir(path.dirname(folder), { recursive: true });
    await promisify(execFile)('cp', ['-a', path.join(model.folder, 'data'), folder]);
  };
  const begin = (folder = dataDir) => shop.run('embedded.ts', [folder]);
  const answers = async (connection: pg.ClientConfig) => {
    const client = new pg.Client(connection);
    await client.connect();
    try {
      const { rows } = await client.query<{ name: string }>('select current_database() as name');
      return rows[0]?.name === 'clearview';
    } finally {
      await client.end();
    }
  };

  it('starts from nothing, listens on no network, keeps its secret and stops on SIGTERM', async () => {
    const program = begin();
    const { connection } = await started(program);
    expect(await answers(connection)).to.equal(true);
    expect(connection.host).to.equal(path.join(dataDir, 'pg18'));
    const secret = await stat(path.join(dataDir, 'pg18', 'clearview.password'));
    expect(secret.mode & 0o777).to.equal(0o600);
    expect(connection.password).to.match(/^[0-9a-f]{48}$/);
    const pid = (await serverPid(dataDir)) ?? 0;
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8');
    expect(command.split('\0')).to.include('listen_addresses=');

    expect(await terminate(program)).to.equal(0);
    expect(await isAlive(pid)).to.equal(false);
    expect(await serverPid(dataDir)).to.equal(undefined);
  });

  it('uses the server that a killed process left running', async () => {
    await copyModel();
    const first = begin();
    await started(first);
    const pid = await serverPid(dataDir);
    first.child.kill('SIGKILL');
    await first.ended;

    const second = begin();
    const { connection } = await started(second);
    expect(await serverPid(dataDir)).to.equal(pid);
    expect(await answers(connection)).to.equal(true);
    await terminate(second);
    expect(await serverPid(dataDir)).to.equal(undefined);
  });

  it('starts again after process and server were killed together', async () => {
    await copyModel();
    const first = begin();
    await started(first);
    const pid = (await serverPid(dataDir)) ?? 0;
    first.child.kill('SIGKILL');
    process.kill(pid, 'SIGKILL');

    const { connection } = await started(begin());
    expect(await serverPid(dataDir)).not.to.equal(pid);
    expect(await answers(connection)).to.equal(true);
  });

  it('sees through a lock file whose pid somebody else has now', async () => {
    await copyModel();
    const first = begin();
    await started(first);
    const pid = (await serverPid(dataDir)) ?? 0;
    const lock = path.join(dataDir, 'pg18', 'postmaster.pid');
    const text = await readFile(lock, 'utf8');
    await terminate(first);
    await writeFile(lock, text.replace(String(pid), String(process.pid)));
    await writeFile(`${path.dirname(lock)}/.s.PGSQL.5432.lock`, `${process.pid}\n`);

    const { connection } = await started(begin());
    expect(await answers(connection)).to.equal(true);
    const left = (await readdir(path.join(dataDir, 'pg18'))).filter((name) => /\.(stale|back)-/.test(name));
    expect(left).to.deep.equal([]);
  });

  it('revives a server that was killed while the process lives on', async () => {
    await copyModel();
    const program = begin();
    const { connection } = await started(program);
    const pid = (await serverPid(dataDir)) ?? 0;
    process.kill(pid, 'SIGKILL');
    await waitFor(() => program.stderr().includes('running again'), 'the revival');
    expect(await answers(connection)).to.equal(true);
    expect(await terminate(program)).to.equal(0);
    expect(await serverPid(dataDir)).to.equal(undefined);
  });

  for (const [count, rounds] of [
    [2, ['cold']],
    [3, ['cold', 'warm']],
  ] as const) {
    it(`lets ${count} processes start at once, ${rounds.join(' and ')}; the last to leave stops it`, async () => {
      for (const round of rounds) {
        const programs = Array.from({ length: count }, () => begin());
        const all = await Promise.all(programs.map(started));
        expect(new Set(all.map(({ connection }) => connection.password)).size, round).to.equal(1);
        const pid = (await serverPid(dataDir)) ?? 0;
        const [first, ...others] = programs;
        if (first !== undefined) await terminate(first);
        expect(await isAlive(pid), `${round}: others still use it`).to.equal(true);
        await Promise.all(others.map(terminate));
        expect(await serverPid(dataDir), `${round}: nobody is left`).to.equal(undefined);
      }
      expect(await readdir(dataDir)).to.deep.equal(['pg18']);
    });
  }

  it('clears away a first start that was cut short', async () => {
    const first = begin();
    const half = async () => (await readdir(dataDir).catch(() => [])).some((name) => name.includes('.new-'));
    await waitFor(half, 'initdb to begin');
    first.child.kill('SIGKILL');
    await first.ended;

    const { connection } = await started(begin());
    expect(await answers(connection)).to.equal(true);
    await waitFor(async () => !(await half()), 'the leftovers to be gone');
  });

  it('stays up while another client is connected', async () => {
    await copyModel();
    const program = begin();
    const { connection } = await started(program);
    const client = new pg.Client(connection);
    client.on('error', () => undefined);
    await client.connect();
    const pid = (await serverPid(dataDir)) ?? 0;
    await terminate(program);
    expect(await isAlive(pid)).to.equal(true);
    await client.end();
  });

  it('refuses the files of another version in a sentence', async () => {
    await mkdir(path.join(dataDir, 'pg18'), { recursive: true });
    await writeFile(path.join(dataDir, 'pg18', 'PG_VERSION'), '15\n');
    const program = begin();
    expect(await program.ended).to.equal(1);
    expect(program.stderr()).to.match(
      /holds files of PostgreSQL 15, but this Clearview brings PostgreSQL 18/,
    );
  });

  it('does not make an empty database beside an older one', async () => {
    await mkdir(path.join(dataDir, 'pg17'), { recursive: true });
    const program = begin();
    expect(await program.ended).to.equal(1);
    expect(program.stderr()).to.match(/holds a database of PostgreSQL 17/);
  });

  it('says what its log says when it cannot start', async () => {
    await copyModel();
    const program = shop.run('embedded.ts', [dataDir, 'shared_buffers=nonsense']);
    expect(await program.ended).to.equal(1);
    expect(program.stderr()).to.match(/did not start.*shared_buffers/s);
  });

  it('copes with odd and long paths', async () => {
    dataDir = path.join(shop.folder, `it's "my", $HOME; ünï`, 'x'.repeat(90), 'data');
    await copyModel();
    const program = begin();
    const { connection } = await started(program);
    expect(connection.host).to.match(/^\/tmp\/clearview-[0-9a-f]{16}$/);
    extra.push(String(connection.host));
    expect((await stat(String(connection.host))).mode & 0o777).to.equal(0o700);
    expect(await answers(connection)).to.equal(true);
    expect(await terminate(program)).to.equal(0);
  });

  it('copes with spaces and quotes in a short path', async () => {
    dataDir = path.join(shop.folder, `a "b", $c`);
    await copyModel();
    const program = begin();
    const { connection } = await started(program);
    expect(connection.host).to.equal(path.join(dataDir, 'pg18'));
    expect(await terminate(program)).to.equal(0);
  });

  describe('under root', () => {
    before(function () {
      if (process.getuid?.() !== 0) this.skip();
    });

    it('moves to /var/lib/clearview when its account cannot enter the folder', async () => {
      const closed = path.join(shop.folder, 'closed');
      await mkdir(closed, { mode: 0o700 });
      dataDir = path.join(closed, 'data');
      const program = begin();
      const result = await started(program);
      extra.push(result.dataDir);
      expect(result.dataDir).to.match(/^\/var\/lib\/clearview\/data-[0-9a-f]{16}$/);
      expect(program.stderr()).to.include(`using ${result.dataDir}`);
      expect(await terminate(program)).to.equal(0);
    });

    it('says that the disk is full, and works once it is not', async function () {
      const disk = path.join(shop.folder, 'disk');
      await mkdir(disk);
      const mount = (...args: string[]) =>
        promisify(execFile)('mount', ['-t', 'tmpfs', ...args, 'tmpfs', disk]);
      try {
        await mount('-o', 'size=20m');
      } catch {
        return this.skip();
      }
      try {
        dataDir = path.join(disk, 'data');
        const first = begin();
        expect(await first.ended).to.equal(1);
        expect(first.stderr()).to.match(/The disk under .* is full/);
        expect(await readdir(dataDir)).to.deep.equal([]);
        await mount('-o', 'remount,size=200m');
        const second = begin();
        await started(second);
        expect(await terminate(second)).to.equal(0);
      } finally {
        await promisify(execFile)('umount', [disk]);
      }
    });

    it('works for an ordinary user', async () => {
      const account = { uid: 65_534, gid: 65_534 };
      const home = path.join(shop.folder, 'home');
      await mkdir(home, { mode: 0o777 });
      await chmod(home, 0o777);
      dataDir = path.join(home, 'data');
      const program = shop.run('embedded.ts', [dataDir], account);
      const { connection } = await started(program);
      expect(await answers(connection)).to.equal(true);
      expect((await stat(path.join(dataDir, 'pg18'))).uid).to.equal(account.uid);
      expect(await terminate(program)).to.equal(0);
    });
  });
});
