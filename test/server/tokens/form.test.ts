import { expect } from 'chai';
import { hasTokenForm, hintOf, makeToken, withoutTokens } from '../../../server/core/token-form.js';

/** Made by another program (Python's zlib and divmod), so that scanners can rely on the form. */
const KNOWN = `cv_${'0'.repeat(42)}121LG2w`;

describe('The form of a token', () => {
  it('is cv_, 43 characters of 256 random bits and 6 of a checksum', () => {
    for (let n = 0; n < 200; n += 1) {
      const token = makeToken();
      expect(token).to.match(/^cv_[0-9A-Za-z]{49}$/);
      expect(hasTokenForm(token), token).to.equal(true);
    }
  });

  it('is the one that scanners for secrets know: its checksum is CRC-32 in base62 of all before it', () => {
    expect(hasTokenForm(KNOWN)).to.equal(true);
  });

  it('is never the same twice, and leaves no place of the random part unused', () => {
    const tokens = Array.from({ length: 500 }, makeToken);
    expect(new Set(tokens).size).to.equal(500);
    // The first of 43 digits holds little more than one bit less than the others: it still varies.
    for (let place = 3; place < 46; place += 1) {
      expect(new Set(tokens.map((token) => token[place])).size, `place ${place}`).to.be.greaterThan(20);
    }
  });

  it('tells every slip of the pen: a wrong, missing, doubled or swapped character', () => {
    const token = makeToken();
    for (let place = 0; place < token.length; place += 1) {
      const [head, own = '', tail] = [token.slice(0, place), token[place], token.slice(place + 1)];
      const other = own === 'x' ? 'y' : 'x';
      for (const slip of [head + other + tail, head + tail, head + own + own + tail]) {
        expect(hasTokenForm(slip), `${slip} at ${place}`).to.equal(false);
      }
      const next = tail[0] ?? own;
      if (next !== own) expect(hasTokenForm(head + next + own + tail.slice(1))).to.equal(false);
    }
  });

  it('is nothing else', () => {
    const token = makeToken();
    const others = [
      '',
      'cv_',
      ` ${token}`,
      `${token} `,
      `${token}\n`,
      token.toLowerCase(),
      `CV${token.slice(2)}`,
    ];
    for (const other of others) expect(hasTokenForm(other), JSON.stringify(other)).to.equal(false);
  });

  it('has a hint that tells nothing of its random part', () => {
    const token = makeToken();
    expect(hintOf(token)).to.equal(token.slice(-4)).and.to.have.length(4);
  });

  it('is taken out of what is logged, wherever it stands', () => {
    const [one, two] = [makeToken(), makeToken()];
    expect(withoutTokens(`/api/${one}/x/${two}`)).to.equal('/api/cv_***/x/cv_***');
  });
});
