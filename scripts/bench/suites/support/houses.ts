/** Servers over databases of several sizes, to be asked the same in turn. */
import type { RunningServer, Size, Stage } from '../../suite.js';
import { Api } from './api.js';

/** A database of one size behind a server, and an administrator who has signed in there. */
export interface House {
  size: Size;
  database: string;
  server: RunningServer;
  api: Api;
}

/** Nothing is scanned, and no request fills a log, while something else is measured. */
export const QUIET = { SCAN_CONCURRENCY: '0', LOG_LEVEL: 'warn' };

export async function openHouse(stage: Stage, size: Size): Promise<House> {
  const database = await stage.seeded(size);
  const server = await stage.startClearview(database, QUIET);
  const api = new Api(server.url);
  await api.signIn();
  return { size, database, server, api };
}

export async function closeHouse({ api, server }: House): Promise<void> {
  api.close();
  await server.stop();
}

/** Does something in houses of all sizes that were asked for, and closes them whatever comes of it. */
export async function inHouses<T>(stage: Stage, work: (houses: House[]) => Promise<T>): Promise<T> {
  const houses: House[] = [];
  try {
    for (const size of stage.sizes) houses.push(await openHouse(stage, size));
    return await work(houses);
  } finally {
    for (const house of houses) await closeHouse(house);
  }
}
