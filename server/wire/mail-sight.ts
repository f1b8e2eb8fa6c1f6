/** What greets us on port 25: the banner and what is offered after EHLO (RFC 5321). No mail is ever begun. */
import net from 'node:net';
import { Unseen, type MailSight } from '../core/wire.js';
import { dial, type Reach } from './dial.js';
import { asUnseen } from './unseen.js';

/** Bytes that are read of a whole conversation; a line of a reply has at most 512 (RFC 5321, section 4.5.3.1.5). */
const MAX_BYTES = 16_384;

interface Reply {
  code: string;
  /** The text of each line, without the code. */
  lines: string[];
}

/** Reads replies, each of one line or several (`250-…`, the last one `250 …`). */
class Conversation {
  private readonly chunks: AsyncIterator<Buffer>;
  private text = '';
  private bytes = 0;

  constructor(
    private readonly socket: net.Socket,
    private readonly who: string,
  ) {
    this.chunks = socket[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  }

  private async line(): Promise<string> {
    let end = this.text.indexOf('\n');
    while (end < 0) {
      const next = await this.chunks.next();
      if (next.done === true) throw new Unseen('protocol', `${this.who} broke the connection.`);
      this.bytes += next.value.length;
      if (this.bytes > MAX_BYTES) throw new Unseen('too_large', `${this.who} sent more than is read.`);
      this.text += next.value.toString('latin1');
      end = this.text.indexOf('\n');
    }
    const line = this.text.slice(0, end).replace(/\r$/, '');
    this.text = this.text.slice(end + 1);
    return line;
  }

  /** @throws Unseen when what comes is no reply of a mail server */
  async reply(): Promise<Reply> {
    const lines: string[] = [];
    for (;;) {
      const [, code, more, text = ''] = /^(\d{3})([ -]?)(.*)$/.exec(await this.line()) ?? [];
      if (code === undefined) throw new Unseen('protocol', `${this.who} answered, but not as a mail server.`);
      lines.push(text);
      if (more !== '-') return { code, lines };
    }
  }

  ask(command: string): Promise<Reply> {
    this.socket.write(`${command}\r\n`);
    return this.reply();
  }
}

/** Who we say we are: by the address, as a scan has no name of its own (RFC 5321, section 4.1.3). */
function ownName(socket: net.Socket): string {
  const address = socket.localAddress ?? '127.0.0.1';
  return net.isIP(address) === 6 ? `[IPv6:${address}]` : `[${address}]`;
}

/** The first line after EHLO greets; each other one begins with the word of an extension. */
const extensionsOf = ({ lines }: Reply): string[] =>
  lines.slice(1).map((line) => (line.split(' ')[0] ?? '').toUpperCase());

/**
 * Banner, EHLO and QUIT on port 25.
 * @throws Unseen
 */
export async function seeMail(reach: Reach, host: string, signal: AbortSignal): Promise<MailSight> {
  const { socket, address } = await dial(reach, host, 25, signal);
  const who = `${host} (port 25)`;
  const end = () => socket.destroy();
  signal.addEventListener('abort', end, { once: true });
  try {
    if (signal.aborted) end();
    const conversation = new Conversation(socket, who);
    const greeting = await conversation.reply();
    const banner = greeting.lines.join(' ').trim();
    if (greeting.code !== '220') {
      throw new Unseen(
        'protocol',
        `${who} does not take mail from here: ${greeting.code} ${banner.slice(0, 200)}`,
      );
    }
    const hello = await conversation.ask(`EHLO ${ownName(socket)}`);
    socket.end('QUIT\r\n');
    return { address, banner, extensions: hello.code === '250' ? extensionsOf(hello) : [] };
  } catch (error) {
    throw asUnseen(error, who);
  } finally {
    signal.removeEventListener('abort', end);
    socket.destroySoon();
  }
}
