import { expect } from 'chai';
import { describeClient } from '../../../server/sessions/user-agent.js';

const MAC = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)';
const LINUX = 'Mozilla/5.0 (X11; Linux x86_64';
const CHROME = 'AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0';

describe('A browser in words', () => {
  const known: [string, string | null, string | null][] = [
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0',
      'Firefox 128',
      'Windows 10',
    ],
    [
      `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${CHROME} Safari/537.36 Edg/126.0.0.0`,
      'Microsoft Edge 126',
      'Windows 10',
    ],
    [`${MAC} Version/17.5 Safari/605.1.15`, 'Safari 17', 'macOS'],
    [`${LINUX}) ${CHROME} Safari/537.36`, 'Chrome 126', 'Linux'],
    [`Mozilla/5.0 (Linux; Android 14; Pixel 8) ${CHROME} Mobile Safari/537.36`, 'Chrome 126', 'Android 14'],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1',
      'Safari 17',
      'iOS 17',
    ],
    [`${LINUX}; rv:x) Gecko/20100101 Firefox/abc`, 'Firefox', 'Linux'],
    ['Mozilla/5.0 (Windows NT 99.0) Firefox/128.0', 'Firefox 128', 'Windows'],
    ['curl/8.5.0', null, null],
  ];
  for (const [agent, browser, system] of known) {
    it(`is ${String(browser)} on ${String(system)} for ${agent.slice(0, 70)}`, () => {
      expect(describeClient(agent)).to.deep.equal({ browser, system });
    });
  }

  const odd: [string, string | null][] = [
    ['null', null],
    ['nothing', ''],
    ['blanks', '   '],
    ['markup', '<img src=x onerror=alert(1)>/2 (x) Foo/9 '],
    ['a name that goes on and on', `${'a/1 '.repeat(100)}`],
    ['half a character', '\ud800/1 \ud800'],
    ['NUL', '\0/1 \0'],
  ];
  for (const [what, agent] of odd) {
    it(`is unknown for ${what}`, () => {
      expect(describeClient(agent)).to.deep.equal({ browser: null, system: null });
    });
  }

  it('takes no longer for what is made to take long', () => {
    const evil = [' ', '/', '(', 'a/1 ', 'version/', '1.', 'android '].map((part) => part.repeat(100_000));
    const begun = performance.now();
    for (let n = 0; n < 20; n += 1) for (const agent of evil) describeClient(`x${agent}`);
    expect(performance.now() - begun).to.be.lessThan(1000);
  });
});
