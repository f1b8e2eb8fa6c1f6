/** What greets on port 25: a real mail server, and what only stands in its place. */
import net from 'node:net';
import { expect } from 'chai';
import { after, afterEach, before, describe, it } from 'mocha';
import { readConfig } from '../../../server/config.js';
import type { Wire } from '../../../server/core/wire.js';
import { createOpenWire } from '../../../server/wire/wire.js';
import { startInternet, type Internet } from '../../support/internet/index.js';
import { unseen } from './unseen.js';

describe('The wire: mail', () => {
  let internet: Internet;
  let impostor: net.Server | undefined;

  before(async () => {
    internet = await startInternet();
    internet.zone.set('mx.test', 'A', '127.0.0.1');
  });
  afterEach(() => void impostor?.close());
  after(() => internet.stop());

  const open = (port?: number): Wire => {
    const { scan } = readConfig(internet.env);
    const ports = { ...scan.ports, 25: port ?? scan.ports[25] };
    return createOpenWire({ ...scan, ports })(new AbortController().signal);
  };

  /** A wire to somebody else in the place of the mail server. */
  const against = async (behave: (socket: net.Socket) => void): Promise<Wire> => {
    const server = net.createServer((socket) => behave(socket.on('error', () => undefined)));
    impostor = server;
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return open((server.address() as net.AddressInfo).port);
  };

  it('sees the banner and the extensions, STARTTLS among them or not', async () => {
    const sight = await open().mail('mx.test');
    expect(sight).to.include({ address: '127.0.0.1', banner: 'mail.test ESMTP Clearview test mail' });
    expect(sight.extensions).to.include('STARTTLS').and.to.include('8BITMIME');
    internet.mail.change({ starttls: false });
    expect((await open().mail('mx.test')).extensions).not.to.include('STARTTLS');
    internet.mail.change({ starttls: true });
  });

  it('asks for no more than a greeting', async () => {
    const heard: string[] = [];
    const wire = await against((socket) => {
      socket.write('220-mx.test\r\n220 ready\r\n');
      socket.on('data', (data) => {
        heard.push(...data.toString().trim().split('\r\n'));
        socket.write('250-mx.test greets you\r\n250-size 1000\r\n250 starttls\r\n');
      });
    });
    expect(await wire.mail('mx.test')).to.deep.equal({
      address: '127.0.0.1',
      banner: 'mx.test ready',
      extensions: ['SIZE', 'STARTTLS'],
    });
    while (heard.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(heard).to.deep.equal(['EHLO [127.0.0.1]', 'QUIT']);
  });

  it('takes a server that does not know EHLO for one without extensions', async () => {
    const wire = await against((socket) => {
      socket.write('220 old\r\n');
      socket.on('data', () => socket.write('502 what\r\n'));
    });
    expect((await wire.mail('mx.test')).extensions).to.deep.equal([]);
  });

  it('tells who does not take mail, who is no mail server, and who hangs up', async () => {
    const refusing = await against((socket) => socket.end('554 go away\r\n'));
    expect((await unseen(refusing.mail('mx.test'))).message).to.equal(
      'mx.test (port 25) does not take mail from here: 554 go away',
    );
    impostor?.close();
    const other = await against((socket) => socket.end('SSH-2.0-OpenSSH_9.6\r\n'));
    expect((await unseen(other.mail('mx.test'))).message).to.equal(
      'mx.test (port 25) answered, but not as a mail server.',
    );
    impostor?.close();
    const gone = await against((socket) => socket.destroy());
    expect((await unseen(gone.mail('mx.test'))).reason).to.equal('protocol');
    expect(await unseen(open(1).mail('mx.test'))).to.include({ reason: 'refused' });
  });

  it('reads only so much of a banner', async () => {
    const flood = (piece: string) => (socket: net.Socket) => {
      const more = () => {
        while (!socket.destroyed && socket.write(piece));
      };
      socket.on('drain', more);
      more();
    };
    const lines = await against(flood('220-hello\r\n'));
    expect(await unseen(lines.mail('mx.test'))).to.include({ reason: 'too_large' });
    impostor?.close();
    const line = await against(flood('a'.repeat(1000)));
    expect(await unseen(line.mail('mx.test'))).to.include({ reason: 'too_large' });
  });

  it('ends in the middle with its signal, and lets go of the connection', async () => {
    const ending = new AbortController();
    const closed = new Promise<void>((resolve) => {
      void against((socket) => {
        socket.on('close', resolve);
        ending.abort();
      }).then(() => {
        const { scan } = readConfig(internet.env);
        const ports = { ...scan.ports, 25: (impostor?.address() as net.AddressInfo).port };
        pending = unseen(createOpenWire({ ...scan, ports })(ending.signal).mail('mx.test'));
      });
    });
    let pending: ReturnType<typeof unseen> | undefined;
    await closed;
    expect((await pending)?.reason).to.equal('cancelled');
  });
});
