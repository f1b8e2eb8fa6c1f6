/** A network between a client and the application that can be taken away. */
import net from 'node:net';

export interface Network {
  /** The application by way of this network. */
  url: string;
  /** Every connection breaks, and none can be made. */
  cut(): void;
  mend(): void;
  close(): Promise<void>;
}

/** @param target of the application, such as `http://127.0.0.1:40123` */
export async function startNetwork(target: string): Promise<Network> {
  const sockets = new Set<net.Socket>();
  let isCut = false;
  const keep = (socket: net.Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // The other side is ended with it (see pipe); that a connection broke is what this is for.
    socket.on('error', () => socket.destroy());
  };
  const server = net.createServer((client) => {
    if (isCut) return void client.destroy();
    const onward = net.connect(Number(new URL(target).port), '127.0.0.1');
    keep(client);
    keep(onward);
    client.on('close', () => onward.destroy());
    onward.on('close', () => client.destroy());
    client.pipe(onward).pipe(client);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const breakAll = () => sockets.forEach((socket) => socket.destroy());
  return {
    url: `http://127.0.0.1:${(server.address() as net.AddressInfo).port}`,
    cut() {
      isCut = true;
      breakAll();
    },
    mend() {
      isCut = false;
    },
    async close() {
      breakAll();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
