/** A name server on loopback, over UDP and TCP, whose zone a test may change while it runs. */
import type { Server as TcpServer, Socket } from 'node:net';
import dns2, { Packet, type DnsHandler } from 'dns2';
import ipaddr from 'ipaddr.js';

export type RecordType = 'A' | 'AAAA' | 'NS' | 'MX' | 'TXT' | 'CAA' | 'CNAME';

/**
 * As in a zone file: `127.0.0.1`, `10 mail.acme.test` (`0 .` is a null MX), `0 issue "ca.example"`. A text is cut
 * into parts of 255 bytes; an array of texts gives the parts of one record as they are to be.
 */
export type RecordValue = string | string[];

export interface Zone {
  /** Where it answers, for SCAN_RESOLVER. */
  readonly resolver: string;
  /** The records of a name, instead of those of the type that it had. */
  set(name: string, type: RecordType, values: RecordValue | RecordValue[]): void;
  /** One set of records for each question in turn; the last one stays. */
  sequence(name: string, type: RecordType, ...answers: RecordValue[][]): void;
  /** Takes away the records of a type, or everything of a name, its faults too. */
  remove(name: string, type?: RecordType): void;
  /** Every question about the name fails. */
  servfail(name: string): void;
  /** No question about the name is answered. */
  silence(name: string): void;
  /** How often it was asked: in all, about a name, or for one type of it. */
  queries(name?: string, type?: RecordType): number;
  /** How many of the questions came over TCP. */
  tcpQueries(): number;
  stop(): Promise<void>;
}

type Resource = Partial<InstanceType<typeof Packet.Resource>>;
type Fault = 'servfail' | 'silence';

const { TYPE, CLASS, RCODE } = Packet as unknown as {
  TYPE: Record<string, number>;
  CLASS: Record<string, number>;
  RCODE: Record<string, number>;
};
const TYPES: Record<number, RecordType | undefined> = Object.fromEntries(
  (['A', 'AAAA', 'NS', 'MX', 'TXT', 'CAA', 'CNAME'] as const).map((type) => [TYPE[type], type]),
);

const keyOf = (name: string): string => name.toLowerCase().replace(/\.$/, '');

/** A text in pieces that fit into a TXT record (RFC 1035, 3.3). */
function partsOf(text: string): string[] {
  return text.match(/[\s\S]{1,255}/g) ?? [''];
}

const single = (value: RecordValue): string => (Array.isArray(value) ? value.join('') : value);

const ENCODERS: Record<RecordType, (value: RecordValue) => Resource> = {
  A: (value) => ({ address: single(value) }),
  // The packet's own encoder does not know every spelling.
  AAAA: (value) => ({ address: ipaddr.parse(single(value)).toNormalizedString() }),
  NS: (value) => ({ ns: single(value) }),
  CNAME: (value) => ({ domain: single(value) }),
  TXT: (value) => ({ data: Array.isArray(value) ? value : partsOf(value) }),
  MX: (value) => {
    const [priority = '', exchange = ''] = single(value).split(' ');
    return { priority: Number(priority), exchange: exchange === '.' ? '' : exchange };
  },
  CAA: (value) => {
    const [, flags, tag = '', text = ''] = /^(\d+) (\S+) "?([^"]*)"?$/.exec(single(value)) ?? [];
    return { flags: Number(flags), tag, value: text };
  },
};

/** The names, and what each holds. */
class Records {
  private readonly answers = new Map<string, Map<RecordType, RecordValue[][]>>();
  readonly faults = new Map<string, Fault>();

  put(name: string, type: RecordType, answers: RecordValue[][]): void {
    const key = keyOf(name);
    const types = this.answers.get(key) ?? new Map<RecordType, RecordValue[][]>();
    types.set(type, answers);
    this.answers.set(key, types);
  }

  remove(name: string, type?: RecordType): void {
    const key = keyOf(name);
    if (type !== undefined) return void this.answers.get(key)?.delete(type);
    this.answers.delete(key);
    this.faults.delete(key);
  }

  /** Whether the name, or one below it, holds something: otherwise it does not exist (RFC 8020). */
  exists(name: string): boolean {
    const key = keyOf(name);
    return [...this.answers].some(
      ([known, types]) => types.size > 0 && (known === key || known.endsWith(`.${key}`)),
    );
  }

  take(name: string, type: RecordType): RecordValue[] {
    const turns = this.answers.get(keyOf(name))?.get(type) ?? [];
    return (turns.length > 1 ? turns.shift() : turns[0]) ?? [];
  }
}

/** The answers to a question, a chain of aliases included. */
function resourcesFor(records: Records, question: string, type: RecordType): Resource[] {
  const found: Resource[] = [];
  let name = question;
  for (let steps = 0; steps < 8; steps += 1) {
    const make = (kind: RecordType, value: RecordValue): Resource => ({
      name,
      type: TYPE[kind],
      class: CLASS.IN,
      ttl: 0,
      ...ENCODERS[kind](value),
    });
    const values = records.take(name, type);
    found.push(...values.map((value) => make(type, value)));
    if (values.length > 0 || type === 'CNAME') break;
    const [alias] = records.take(name, 'CNAME');
    if (alias === undefined) break;
    found.push(make('CNAME', alias));
    name = single(alias);
  }
  return found;
}

function answer(records: Records, request: Packet, name: string, type: RecordType | undefined): Packet {
  const response = Packet.createResponseFromRequest(request);
  response.header.ra = 1;
  if (records.faults.get(keyOf(name)) === 'servfail') {
    response.header.rcode = RCODE.SERVFAIL as number;
    return response;
  }
  const resources = type === undefined ? [] : resourcesFor(records, name, type);
  response.answers.push(...resources.map((resource) => new Packet.Resource(resource)));
  if (resources.length === 0 && !records.exists(name)) response.header.rcode = RCODE.NXDOMAIN as number;
  return response;
}

type UdpServer = ReturnType<typeof dns2.createUDPServer>;

/** The same free port for both, as resolvers go from UDP to TCP when an answer is cut. */
async function listenOnBoth(
  handler: (isTcp: boolean) => DnsHandler,
): Promise<[UdpServer, TcpServer, number]> {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const udp = dns2.createUDPServer(handler(false));
    await udp.listen(0, '127.0.0.1');
    const { port } = udp.address();
    const tcp = dns2.createTCPServer(handler(true));
    const isFree = await new Promise<boolean>((resolve) => {
      tcp.once('error', () => resolve(false));
      tcp.listen(port, '127.0.0.1', () => resolve(true));
    });
    if (isFree) return [udp, tcp, port];
    await new Promise<void>((resolve) => udp.close(() => resolve()));
  }
  throw new Error('No port is free for both UDP and TCP.');
}

/** Starts a name server with an empty zone. Every name that is not set does not exist. */
export async function startDns(): Promise<Zone> {
  const records = new Records();
  const asked = new Map<string, number>();
  const sockets = new Set<Socket>();
  let total = 0;
  let overTcp = 0;
  const count = (key: string): void => void asked.set(key, (asked.get(key) ?? 0) + 1);

  const handler =
    (isTcp: boolean): DnsHandler =>
    (request, send) => {
      const { name = '', type = 0 } = request.questions[0] ?? {};
      total += 1;
      if (isTcp) overTcp += 1;
      count(keyOf(name));
      count(`${keyOf(name)} ${TYPES[type]}`);
      if (records.faults.get(keyOf(name)) === 'silence') return;
      void send(answer(records, request, name, TYPES[type]));
    };

  const [udp, tcp, port] = await listenOnBoth(handler);
  // Whoever asked may be gone already; there is nobody left to tell.
  udp.on('error', () => undefined);
  tcp.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });

  return {
    resolver: `127.0.0.1:${port}`,
    set: (name, type, values) => records.put(name, type, [Array.isArray(values) ? values : [values]]),
    sequence: (name, type, ...answers) => records.put(name, type, answers),
    remove: (name, type) => records.remove(name, type),
    servfail: (name) => void records.faults.set(keyOf(name), 'servfail'),
    silence: (name) => void records.faults.set(keyOf(name), 'silence'),
    queries: (name, type) =>
      name === undefined ? total : (asked.get(type ? `${keyOf(name)} ${type}` : keyOf(name)) ?? 0),
    tcpQueries: () => overTcp,
    async stop() {
      for (const socket of sockets) socket.destroy();
      await Promise.all([
        new Promise<void>((resolve) => udp.close(() => resolve())),
        new Promise((resolve) => tcp.close(resolve)),
      ]);
    },
  };
}
