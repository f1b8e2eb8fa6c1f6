/** What a run was measured on. */
import os from 'node:os';
import { SETTINGS, type OwnPostgres } from './postgres.js';

export interface Machine {
  cpu: string;
  cores: number;
  memoryGb: number;
  system: string;
  node: string;
  postgres: string;
  /** What of PostgreSQL was set. */
  settings: string;
}

export function machineOf(postgres: OwnPostgres): Machine {
  const settings = Object.entries(SETTINGS).map(([name, value]) => `\`${name} = ${value}\``);
  return {
    cpu: os.cpus()[0]?.model.trim() || 'a processor without a name',
    cores: os.availableParallelism(),
    memoryGb: Math.round(os.totalmem() / 1024 ** 3),
    system: `${os.type()} ${os.release().split('-')[0] ?? ''} ${os.arch()}`,
    node: process.versions.node,
    postgres: postgres.version,
    settings: settings.join(', '),
  };
}
