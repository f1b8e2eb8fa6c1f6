/** Holds the direction of imports: a house with one stair. */
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { projectRoot } from '../server/core/project.js';

interface Import {
  from: string;
  to: string;
}

const SOURCES = readdirSync(projectRoot, { recursive: true, encoding: 'utf8' })
  .filter((file) => /^(server|db|scripts|site)\/.*\.ts$/.test(file) && !file.includes('node_modules'))
  .sort();

/** Relative imports and re-exports of a file, types included: a type is a dependency too. */
function importsOf(file: string): Import[] {
  const text = readFileSync(path.join(projectRoot, file), 'utf8');
  const specifiers = [...text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map(
    (match) => match[1] ?? '',
  );
  return specifiers.map((specifier) => ({
    from: file,
    to: path.normalize(path.join(path.dirname(file), specifier)).replace(/\.js$/, '.ts'),
  }));
}

const IMPORTS = SOURCES.flatMap(importsOf);

/** Low numbers are deep: a file imports only what is at its own depth or deeper. */
const LAYERS: [RegExp, number][] = [
  [/^db\//, 0],
  [/^server\/core\/|^server\/config(-\w+)?\.ts$/, 1],
  [/^server\/[\w-]+\/[\w-]+-(store|schema|events)\.ts$/, 2],
  [/^server\/[\w-]+\/(policy|argon2|hashing(-process|-child)?|user-agent|key-file|user-handle)\.ts$/, 2],
  [/^server\/backup\/(archive-\w+|backup-(format|tables)|patient-db)\.ts$/, 2],
  [/^server\/wire\/|^server\/domains\//, 2],
  [/^server\/scans\/((check|look|score)\.ts$|checks\/|sights\/)/, 2],
  [/^server\/http\//, 2],
  [/^server\/[\w-]+\/[\w-]+-(service|budgets)\.ts$|^server\/audit\/(access-denied|audit-stream)\.ts$/, 3],
  [/^server\/jobs\/jobs-stream\.ts$|^server\/scans\/scan-domain\.ts$/, 3],
  [/^server\/openapi\/(?!.*-(routes|operations)\.ts$)/, 3],
  [/^server\/worker\//, 4],
  [/^server\/[\w-]+\/[\w-]+-(routes|operations|mounts)\.ts$/, 4],
  [/^server\/(app|mounts|database|lifetime|startup-banner)\.ts$|^server\/cluster\//, 5],
  [/^server\/(main|worker-main)\.ts$/, 6],
];

const layerOf = (file: string): number => LAYERS.find(([pattern]) => pattern.test(file))?.[1] ?? -1;
const featureOf = (file: string): string => file.split('/')[1] ?? '';
const name = ({ from, to }: Import): string => `${from} -> ${to}`;
const violations = (isWrong: (edge: Import) => boolean): string[] => IMPORTS.filter(isWrong).map(name);

function findCycle(graph: Map<string, string[]>): string[] {
  const done = new Set<string>();
  const visit = (file: string, trail: string[]): string[] => {
    if (trail.includes(file)) return [...trail.slice(trail.indexOf(file)), file];
    if (done.has(file)) return [];
    for (const next of graph.get(file) ?? []) {
      const cycle = visit(next, [...trail, file]);
      if (cycle.length > 0) return cycle;
    }
    done.add(file);
    return [];
  };
  for (const file of graph.keys()) {
    const cycle = visit(file, []);
    if (cycle.length > 0) return cycle;
  }
  return [];
}

describe('The architecture', () => {
  it('finds the files it is about', () => {
    expect(SOURCES.length).to.be.greaterThan(40);
    expect(IMPORTS.length).to.be.greaterThan(100);
  });

  it('knows the layer of every file of the server', () => {
    expect(SOURCES.filter((file) => file.startsWith('server/') && layerOf(file) < 0)).to.deep.equal([]);
  });

  it('lets imports go down only: main, app, routes, services, stores, db', () => {
    const isUp = ({ from, to }: Import): boolean =>
      from.startsWith('server/') && to.startsWith('server/') && layerOf(to) > layerOf(from);
    expect(violations(isUp)).to.deep.equal([]);
  });

  it('has no circle', () => {
    const graph = new Map(SOURCES.map((file) => [file, importsOf(file).map(({ to }) => to)]));
    expect(findCycle(graph)).to.deep.equal([]);
  });

  it('keeps db free of the server', () => {
    expect(violations(({ from, to }) => from.startsWith('db/') && !to.startsWith('db/'))).to.deep.equal([]);
  });

  it('keeps what knows HTTP free of every feature', () => {
    const isFeature = ({ from, to }: Import): boolean =>
      from.startsWith('server/http/') && !/^(server\/(http|core)\/|db\/)/.test(to);
    expect(violations(isFeature)).to.deep.equal([]);
  });

  it("keeps a feature's store to the feature itself", () => {
    const isForeign = ({ from, to }: Import): boolean =>
      /-store\.ts$/.test(to) && featureOf(from) !== featureOf(to);
    expect(violations(isForeign)).to.deep.equal([]);
  });

  it('keeps HTTP out of services and stores', () => {
    const isHttp = ({ from, to }: Import): boolean =>
      /-(service|store)\.ts$/.test(from) && to.startsWith('server/http/');
    expect(violations(isHttp)).to.deep.equal([]);
  });

  it('keeps the site apart from the server', () => {
    const isAcross = ({ from, to }: Import): boolean => from.startsWith('site/') !== to.startsWith('site/');
    expect(violations(isAcross)).to.deep.equal([]);
  });

  it('has no file over 300 lines', () => {
    const long = SOURCES.filter(
      (file) => readFileSync(path.join(projectRoot, file), 'utf8').split('\n').length > 300,
    );
    expect(long).to.deep.equal([]);
  });
});
