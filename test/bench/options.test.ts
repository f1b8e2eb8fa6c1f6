/** What the benchmark's command line is taken for. */
import { expect } from 'chai';
import { readOptions } from '../../scripts/bench/options.js';

const read = (...argv: string[]) => readOptions(['me', 'lists'], argv);

/** What commander says on stderr when it ends the process. */
function refusalOf(...argv: string[]): string {
  const exit = process.exit.bind(process);
  const write = process.stderr.write.bind(process.stderr);
  let said = '';
  process.stderr.write = (text: string | Uint8Array) => (said += text.toString()) !== '';
  process.exit = () => {
    throw new Error('It ends.');
  };
  try {
    expect(() => read(...argv)).to.throw('It ends.');
  } finally {
    process.exit = exit;
    process.stderr.write = write;
  }
  return said;
}

describe("The benchmark's command line", () => {
  it('always has a size of 1,000 rows to compare with, and that first', () => {
    const names = (...argv: string[]): string[] => read(...argv).sizes.map(({ name }) => name);
    expect(names()).to.deep.equal(['1,000', '100k/1M', '1M/10M']);
    expect(names('--quick')).to.deep.equal(['1,000', '20k/200k']);
    expect(names('--smoke')).to.deep.equal(['1,000']);
    expect(names('--size', '1M/10M')).to.deep.equal(['1,000', '1M/10M']);
  });

  it('writes what a full or a quick run found, never what a smoke did', () => {
    expect(read('--write')).to.include({ extent: 'full', write: true });
    expect(read('--quick', '--write')).to.include({ extent: 'quick', write: true });
    expect(read('--smoke', '--write')).to.include({ extent: 'smoke', write: false });
    expect(read('--quick').write).to.equal(false);
  });

  it('refuses to write what only some suites found, as it would replace what all of them did', () => {
    expect(refusalOf('--only', 'lists', '--write')).to.match(/^error: .*--write.*--only/);
    expect(refusalOf('--quick', '--write', '--only', 'me')).to.match(/^error: .*--write.*--only/);
    expect(refusalOf('--only', 'lost')).to.equal('error: there is nothing called lost\n');
  });

  it('takes rounds, seconds and connections before its own', () => {
    const given = read('--quick', '--rounds', '9', '--seconds', '1.5', '--connections', '8');
    expect(given).to.include({ rounds: 9, seconds: 1.5, connections: 8 });
    expect(read('--quick').connections).to.equal(32);
  });

  it('keeps databases and profiles where it was told to, or under the data folder', () => {
    expect(read()).to.include({ data: undefined, profile: undefined });
    expect(read('--keep', '--profile')).to.include({ data: 'data/bench', profile: 'data/profiles' });
    expect(read('--data', '/there', '--profile', '/here')).to.include({ data: '/there', profile: '/here' });
  });

  it('takes suites by their names', () => {
    expect(read('--only', 'me', 'lists').only).to.deep.equal(['me', 'lists']);
  });
});
