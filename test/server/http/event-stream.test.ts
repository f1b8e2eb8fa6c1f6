import express, { type RequestHandler } from 'express';
import { expect } from 'chai';
import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import { formatEvent, openEventStream, type EventStream } from '../../../server/http/event-stream.js';
import { closeServer, createHttpServer, listen } from '../../../server/http/listen.js';
import { watch } from '../../support/event-stream.js';

describe('An event stream', () => {
  let server: Server;
  let url: string;
  let handle: RequestHandler;

  before(async () => {
    server = createHttpServer(express().use((req, res, next) => handle(req, res, next)));
    const address: AddressInfo = await listen(server, 0, '127.0.0.1');
    url = `http://127.0.0.1:${address.port}`;
  });
  after(() => closeServer(server, 100));

  /** Opens one. @returns both ends of it */
  async function open(patience?: number) {
    let serverSide: EventStream | undefined;
    handle = (_req, res) => void (serverSide = openEventStream(res, patience));
    const client = await watch(url, '');
    return { client, stream: serverSide! };
  }

  it('is written as the standard says', () => {
    expect(formatEvent({ event: 'audit', id: 7, data: { text: 'a\nb' } })).to.equal(
      'event: audit\nid: 7\ndata: {"text":"a\\nb"}\n\n',
    );
    expect(formatEvent({ event: 'end', data: null })).to.equal('event: end\ndata: null\n\n');
  });

  it('arrives at once, with comments that are no events', async () => {
    const { client, stream } = await open();
    await stream.beat();
    await stream.send({ event: 'a', id: 1, data: 'x' });
    expect(await client.until((told) => told.length > 0)).to.deep.equal([{ event: 'a', id: 1, data: 'x' }]);
    expect(client.text()).to.match(/^retry: \d+\n\n: /);
    client.close();
  });

  it('ends with a last word', async () => {
    const { client, stream } = await open();
    stream.close({ event: 'end', data: { code: 'x' } });
    await client.ended;
    expect(client.events()).to.deep.equal([{ event: 'end', id: null, data: { code: 'x' } }]);
    expect(stream.signal.aborted).to.equal(true);
    // Nothing more is said, and nothing thrown.
    await stream.send({ event: 'a', data: 1 });
    stream.close({ event: 'end', data: 1 });
  });

  it('notices that the client has left', async () => {
    const { client, stream } = await open();
    const gone = new Promise((resolve) => stream.signal.addEventListener('abort', resolve));
    client.close();
    await gone;
    await stream.send({ event: 'a', data: 1 });
  });

  it('is over from the start when the client left before it began', async () => {
    let opened: EventStream | undefined;
    const left = new Promise<void>((resolve) => {
      handle = (req, res) => {
        res.once('close', () => {
          opened = openEventStream(res);
          resolve();
        });
        req.socket.destroy();
      };
    });
    await watch(url, '').catch(() => undefined);
    await left;
    expect(opened?.signal.aborted).to.equal(true);
  });

  it('cuts a client off that does not read, instead of keeping everything for it [R-34]', async () => {
    const { client, stream } = await open(300);
    client.pause();
    const data = 'x'.repeat(100_000);
    let sent = 0;
    // The network's own buffers hold some megabytes; a writer that does not wait would get to the end.
    while (sent < 2000 && !stream.signal.aborted) {
      await stream.send({ event: 'a', data });
      sent += 1;
    }
    expect(stream.signal.aborted).to.equal(true);
    expect(sent).to.be.lessThan(500);
    client.close();
  });

  it('waits for a slow client, who gets everything', async () => {
    const { client, stream } = await open(10_000);
    client.pause();
    const data = 'x'.repeat(100_000);
    const sending = (async () => {
      for (let n = 1; n <= 150; n += 1) await stream.send({ event: 'a', id: n, data });
    })();
    setTimeout(() => client.resume(), 300);
    await sending;
    await client.until((told) => told.length === 150);
    expect(client.events().map(({ id }) => id)).to.deep.equal(Array.from({ length: 150 }, (_, n) => n + 1));
    expect(stream.signal.aborted).to.equal(false);
    client.close();
  });

  it("is not cut by the server's time-outs, which are for requests", async function () {
    this.timeout(30_000);
    server.requestTimeout = 1000;
    server.headersTimeout = 500;
    const { client, stream } = await open();
    // The server looks for what is overdue every five seconds.
    for (let second = 1; second <= 7; second += 1) {
      await stream.send({ event: 'second', id: second, data: null });
      await client.until((told) => told.length === second);
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
    expect(stream.signal.aborted).to.equal(false);
    client.close();
  });
});
