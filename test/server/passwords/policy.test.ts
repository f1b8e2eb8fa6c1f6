import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ApiError } from '../../../server/core/errors.js';
import { projectRoot } from '../../../server/core/project.js';
import { assertStrongPassword } from '../../../server/passwords/policy.js';

/** Why the password is refused; null when it is taken. */
function reason(password: string, username = 'joe', minLength = 12): string | null {
  try {
    assertStrongPassword(password, username, minLength);
    return null;
  } catch (error) {
    expect(error).to.be.instanceOf(ApiError).that.includes({ status: 400, code: 'weak_password' });
    const { extras, message } = error as ApiError;
    expect(extras.errors).to.deep.equal({ password: message });
    expect(message).not.to.equal('');
    if (password !== '') expect(message).not.to.include(password);
    return message;
  }
}

describe('The password policy', () => {
  for (const password of [
    'CorrectHorse42',
    'JoePassword42',
    'AlicePassword42',
    'NewAlicePass42',
    'abcdefghij12',
    'correct horse battery 1',
    '   spaces kept 1   ',
    'ÄÖÜäöüßéèêàâ7',
    'парольпароль1',
    '密码密码密码密码密码密码٣',
    '😀😀😀😀😀😀😀😀😀😀a1',
    'tab\tand\nline\0NUL 1',
    'q'.repeat(63) + '1',
    'q'.repeat(127) + '1',
    'q'.repeat(1023) + '1',
  ]) {
    it(`takes ${JSON.stringify(password.slice(0, 30))} of ${[...password].length} [P-01] [P-02] [P-04]`, () => {
      expect(reason(password)).to.equal(null);
    });
  }

  for (const [password, why] of [
    ['', /12 characters/],
    ['abcdefghij1', /12 characters/],
    // Characters are code points: 22 units of UTF-16 are not enough when they are 11 signs.
    ['😀'.repeat(9) + 'a1', /12 characters/],
    ['abcdefghijkl', /digit/],
    ['123456789012', /letter/],
    ['!?!?!?!?!?!1', /letter/],
    ['😀'.repeat(11) + '1', /letter/],
    ['abcdefghijk½', /digit/],
    ['abcdefghijk²', /digit/],
    ['q'.repeat(1024) + '1', /1024 bytes/],
    ['ä'.repeat(512) + '1', /1024 bytes/],
    ['abcdefghij12\ud800', /valid/],
  ] as const) {
    it(`refuses ${JSON.stringify(password.slice(0, 20))} of ${[...password].length} [P-01] [P-02]`, () => {
      expect(reason(password)).to.match(why);
    });
  }

  it('refuses common passwords, without regard to case [P-05]', () => {
    for (const common of ['password1234', 'Password1234', 'QWERTY123456', '1q2w3e4r5t6y', 'Welcome12345']) {
      expect(reason(common), common).to.match(/common/);
    }
  });

  it('refuses each of its list, whatever the username [P-05]', () => {
    const file = path.join(projectRoot, 'server/passwords/common-passwords.txt');
    const list = readFileSync(file, 'utf8').trim().split('\n');
    expect(list.length).to.be.greaterThan(3000);
    const taken = list.filter((common) => reason(common.toUpperCase()) === null && reason(common) === null);
    expect(taken).to.deep.equal([]);
  });

  it('refuses the name of the product with trimmings [P-06]', () => {
    for (const name of ['clearview1234', 'ClearView2026!', '2026-CLEARVIEW-2026', '***clearview*1']) {
      expect(reason(name), name).to.match(/trimmings/);
    }
    expect(reason('Clearview-of-the-sea-1')).to.equal(null);
  });

  it('refuses the own name with trimmings, but not as a part [P-06]', () => {
    for (const [password, username] of [
      ['josephine1234', 'josephine'],
      ['!!JOSEPHINE!!2026', 'Josephine'],
      ['josephine.doe.1', 'josephine.doe'],
      ['josephine999999', 'josephine42'],
      ['joe123456789', 'joe'],
    ] as const) {
      expect(reason(password, username), password).to.match(/trimmings/);
      expect(reason(password, 'somebody-else'), password).to.equal(null);
    }
    expect(reason('JoePassword42', 'joe')).to.equal(null);
    expect(reason('abcdefghij12', '12345')).to.equal(null);
  });

  it('wants as many characters as the operator configured [P-01]', () => {
    expect(reason('abcdefghij12', 'joe', 16)).to.match(/16 characters/);
    expect(reason('abcdefghijklmn12', 'joe', 16)).to.equal(null);
  });

  it('is quick to refuse what is far too long [P-02]', () => {
    const start = performance.now();
    expect(reason('1a!'.repeat(33_000))).to.match(/1024 bytes/);
    expect(performance.now() - start).to.be.below(200);
  });
});
