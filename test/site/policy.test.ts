import { expect } from 'chai';
import { checkPassword, usernamePattern } from '../../site/ui/password/policy.js';
import { assertStrongPassword } from '../../server/passwords/policy.js';

function serverAccepts(password: string, username: string): boolean {
  try {
    assertStrongPassword(password, username, 12);
    return true;
  } catch {
    return false;
  }
}

describe('password policy in the browser', () => {
  const passwords = [
    '',
    'short1',
    'abcdefghij12',
    'abcdefghijkl',
    '123456789012',
    'correct horse battery 1',
    '🐎🐎🐎🐎🐎🐎🐎🐎🐎🐎a1',
    '🐎🐎🐎🐎🐎🐎a1',
    'пароль длинный ٣',
    'Clearview2025!',
    '..clearview1234',
    'ada.lovelace-1815',
    '12-ADA.LOVELACE-34',
    `a1${'x'.repeat(1022)}`,
    `a1${'x'.repeat(1023)}`,
    `a1${'é'.repeat(512)}`,
  ];
  for (const password of passwords) {
    it(`agrees with the server about ${JSON.stringify(password.slice(0, 24))} (${password.length})`, () => {
      const verdict = Object.values(checkPassword(password, 'ada.lovelace')).every(Boolean);
      expect(verdict).to.equal(serverAccepts(password, 'ada.lovelace'));
    });
  }

  it('names the rule that is broken', () => {
    expect(checkPassword('correct horse', 'ada')).to.deep.equal({
      length: true,
      letter: true,
      digit: false,
      name: true,
      size: true,
    });
  });

  it('knows the form of a username', () => {
    for (const name of ['ada', 'ada@example.org', '7', 'A'.repeat(128)])
      expect(usernamePattern.test(name)).to.equal(true);
    for (const name of ['', '-ada', 'a b', '<b>', 'A'.repeat(129)])
      expect(usernamePattern.test(name)).to.equal(false);
  });
});
