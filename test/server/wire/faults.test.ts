/** Servers that are slow, endless, broken or hostile: a scan ends in time, with bounded memory and no socket left. */
import { setTimeout as sleep } from 'node:timers/promises';
import zlib from 'node:zlib';
import { expect } from 'chai';
import { after, afterEach, before, describe, it } from 'mocha';
import type { ServerResponse } from 'node:http';
import { readConfig } from '../../../server/config.js';
import type { Wire } from '../../../server/core/wire.js';
import { createOpenWire } from '../../../server/wire/wire.js';
import { startInternet, type Internet } from '../../support/internet/index.js';
import { watchDials } from './dials.js';
import { unseen } from './unseen.js';

/** Writes until the other side has gone. */
function writeForEver(response: ServerResponse, head: string, piece: string): void {
  const { socket } = response;
  if (socket === null) return;
  socket.write(head);
  const more = () => {
    while (!socket.destroyed && socket.write(piece));
  };
  socket.on('drain', more);
  more();
}

/** Writes a little every now and then, so that no pause is long. */
function trickle(response: ServerResponse, head: string, piece: string): void {
  const { socket } = response;
  socket?.write(head);
  const timer = setInterval(() => socket?.write(piece), 200);
  socket?.on('close', () => clearInterval(timer));
}

describe('The wire: servers that misbehave', () => {
  let internet: Internet;
  let ending: AbortController;
  let wire: Wire;

  before(async () => {
    internet = await startInternet();
    ending = new AbortController();
    wire = createOpenWire(readConfig(internet.env).scan)(ending.signal);
  });
  afterEach('no socket is left', async () => {
    while (internet.web.open() > 0) await sleep(10);
  });
  after(() => internet.stop());

  const serve = (host: string, answer: (response: ServerResponse) => void) =>
    internet.site(host, { answer: (_request, response) => answer(response) });

  it('reads the beginning of an endless body and hangs up', async () => {
    serve('endless.test', (response) =>
      writeForEver(response, 'HTTP/1.1 200 OK\r\nserver: x\r\n\r\n', 'a'.repeat(10_000)),
    );
    const page = await wire.fetch('https://endless.test/', { maxBytes: 5000 });
    expect(page).to.include({ status: 200, isCut: true });
    expect(page.body).to.equal('a'.repeat(5000));
  });

  it('says whether the body was cut, to the byte', async () => {
    internet.site('exact.test', { body: 'a'.repeat(100) });
    expect(await wire.fetch('https://exact.test/', { maxBytes: 100 })).to.include({ isCut: false });
    expect(await wire.fetch('https://exact.test/', { maxBytes: 99 })).to.include({ isCut: true });
  });

  it('gives up at endless headers', async () => {
    serve('headers.test', (response) =>
      writeForEver(response, 'HTTP/1.1 200 OK\r\n', `x-${'a'.repeat(50)}: ${'b'.repeat(1000)}\r\n`),
    );
    expect(await unseen(wire.fetch('https://headers.test/'))).to.include({ reason: 'too_large' });
    serve('header.test', (response) => writeForEver(response, 'HTTP/1.1 200 OK\r\nx: ', 'b'.repeat(1000)));
    expect(await unseen(wire.fetch('http://header.test/'))).to.include({ reason: 'too_large' });
  });

  it('does not unpack a bomb', async () => {
    // 10 GB of zeros in 10 MB: members of gzip, one after the other, count as one file.
    const member = zlib.gzipSync(Buffer.alloc(10_000_000));
    serve('bomb.test', (response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' });
      response.end(Buffer.concat(Array.from({ length: 1000 }, () => member)));
    });
    const before = process.memoryUsage().arrayBuffers;
    const page = await wire.fetch('https://bomb.test/');
    expect(page).to.include({ isCut: true });
    expect(page.body).to.equal('\0'.repeat(65_536));
    expect(process.memoryUsage().arrayBuffers - before).to.be.lessThan(100_000_000);
  });

  for (const [encoding, pack] of Object.entries({
    gzip: zlib.gzipSync,
    deflate: zlib.deflateSync,
    br: zlib.brotliCompressSync,
  })) {
    it(`reads what comes packed (${encoding}), though it was not asked for`, async () => {
      serve('packed.test', (response) =>
        response.writeHead(200, { 'content-encoding': encoding }).end(pack('Hello.')),
      );
      expect(await wire.fetch('https://packed.test/')).to.include({ body: 'Hello.', isCut: false });
    });
  }

  it('keeps the headers of a body that cannot be unpacked', async () => {
    serve('strange.test', (response) =>
      response.writeHead(200, { 'content-encoding': 'gzip, gzip', server: 'x' }).end('abc'),
    );
    const page = await wire.fetch('https://strange.test/');
    expect(page).to.include({ status: 200, body: '', isCut: true });
    expect(page.headers.server).to.deep.equal(['x']);
    serve('lie.test', (response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end('not packed'),
    );
    expect((await unseen(wire.fetch('https://lie.test/'))).reason).to.equal('protocol');
  });

  const BROKEN: Record<string, (response: ServerResponse) => void> = {
    'before the answer': (response) => response.socket?.destroy(),
    'within the headers': (response) => response.socket?.end('HTTP/1.1 200 OK\r\nserver: '),
    'within the body': (response) =>
      response.socket?.end('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nabc'),
    'within a chunk': (response) =>
      response.socket?.end('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n64\r\nabc'),
  };
  for (const [when, breakOff] of Object.entries(BROKEN)) {
    it(`tells a connection that ends ${when}, and makes no other one`, async () => {
      serve('broken.test', breakOff);
      for (const scheme of ['http', 'https']) {
        const before = internet.web.connections();
        const problem = await unseen(wire.fetch(`${scheme}://broken.test/`));
        expect(problem.reason, problem.message).to.equal('protocol');
        expect(internet.web.connections() - before).to.equal(1);
      }
    });
  }

  it('tells a connection that is reset', async () => {
    serve('reset.test', (response) => response.socket?.resetAndDestroy());
    expect((await unseen(wire.fetch('http://reset.test/'))).message).to.equal(
      'reset.test broke the connection.',
    );
  });

  it('tells what is no HTTP', async () => {
    serve('babble.test', (response) => response.socket?.end('SSH-2.0-OpenSSH_9.6\r\n'));
    expect((await unseen(wire.fetch('https://babble.test/'))).message).to.equal(
      'babble.test answered, but not in HTTP.',
    );
  });

  it('follows five redirects and no more, and none when told so', async () => {
    internet.site('round.test', {
      answer: (request, response) => {
        const next = Number(request.url?.slice(1)) + 1;
        response.writeHead(302, { location: `/${next}` }).end();
      },
    });
    const page = await wire.fetch('https://round.test/0');
    expect(page.hops.map(({ url }) => new URL(url).pathname).join(' ')).to.equal('/0 /1 /2 /3 /4 /5');
    expect(page.status).to.equal(302);
    expect((await wire.fetch('https://round.test/0', { redirects: 0 })).hops).to.have.length(1);
  });

  it('falls back to a second address', async () => {
    internet.site('two.test');
    internet.zone.set('two.test', 'A', ['127.0.0.99', '127.0.0.1']);
    const dials = watchDials();
    const sight = await wire.tls('two.test').finally(() => dials.stop());
    expect(sight.address).to.equal('127.0.0.1');
    expect(dials.addresses).to.include('127.0.0.99');
  });

  it('makes at most four connections at once', async () => {
    let most = 0;
    serve('busy.test', (response) => {
      most = Math.max(most, internet.web.open());
      setTimeout(() => response.end('Hello.'), 50);
    });
    const pages = await Promise.all(Array.from({ length: 20 }, () => wire.fetch('http://busy.test/')));
    expect(pages).to.have.length(20);
    expect(most).to.be.within(2, 4);
  });

  it('waits for nobody for ever: silence, trickling headers, trickling bodies, endless hints', async function () {
    this.timeout(60_000);
    internet.site('silent.test', { http: 'drop' });
    serve('slow-head.test', (response) => trickle(response, 'HTTP/1.1 200 OK\r\n', 'x: y\r\n'));
    serve('slow-body.test', (response) => trickle(response, 'HTTP/1.1 200 OK\r\n\r\n', 'a'));
    serve('hints.test', (response) => trickle(response, '', 'HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n'));
    const hosts = ['silent.test', 'slow-head.test', 'slow-body.test', 'hints.test'];
    const problems = await Promise.all(hosts.map((host) => unseen(wire.fetch(`http://${host}/`))));
    expect(problems.map(({ reason }) => reason)).to.deep.equal(['timeout', 'timeout', 'timeout', 'timeout']);
    expect(problems[0]?.message).to.equal('silent.test did not finish its answer within 10 seconds.');
  });

  it('ends everything with its signal: what is under way, what waits, and what comes after', async () => {
    serve('slow-body.test', (response) => trickle(response, 'HTTP/1.1 200 OK\r\n\r\n', 'a'));
    internet.site('silent.test', { https: 'drop', http: 'drop' });
    const urls = ['http://slow-body.test/', 'http://silent.test/', 'https://silent.test/'];
    const sights = [...urls, ...urls].map((url) => unseen(wire.fetch(url)));
    const before = internet.web.connections();
    while (internet.web.connections() - before < 4) await sleep(5);
    ending.abort();
    const problems = await Promise.all(sights);
    expect(new Set(problems.map(({ reason }) => reason))).to.deep.equal(new Set(['cancelled']));
    const after = [wire.fetch('http://busy.test/'), wire.tls('busy.test'), wire.mail('busy.test')];
    for (const sight of after) expect((await unseen(sight)).reason).to.equal('cancelled');
    expect(internet.web.connections() - before).to.equal(4);
  });
});
