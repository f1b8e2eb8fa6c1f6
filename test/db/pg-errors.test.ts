import { expect } from 'chai';
import { DatabaseUnavailable, isUnavailable, isUniqueViolation } from '../../db/pg-errors.js';

const server = (code: string) => Object.assign(new Error('from the server'), { code, severity: 'ERROR' });
const system = (code: string, syscall?: string) => Object.assign(new Error(code), { code, syscall });

describe('isUnavailable', () => {
  for (const error of [
    new DatabaseUnavailable(),
    ...['08006', '53100', '53300', '57P01', '57P02', '57P03', '57014', '58030', '25006', '25P03'].map(server),
    ...['55P03', '40001', '40P01'].map(server),
    ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND'].map((code) => system(code)),
    system('ENOENT', 'connect'),
    Object.assign(new Error('Knex: Timeout acquiring a connection.'), { name: 'KnexTimeoutError' }),
    new Error('Connection terminated unexpectedly'),
    new Error('Query read timeout'),
    new Error('select 1 from users where id = $1 - Query read timeout'),
    new Error('timeout expired'),
    new Error('Client has encountered a connection error and is not queryable'),
    new AggregateError([system('ECONNREFUSED'), system('ECONNREFUSED')]),
  ]) {
    it(`yes: ${(error as { code?: string }).code ?? error.name} ${error.message}`, () => {
      expect(isUnavailable(error)).to.equal(true);
    });
  }

  for (const error of [
    ...['23505', '23503', '42P01', '42501', '22P02', '25P02'].map(server),
    system('ENOENT', 'open'),
    new TypeError('x is undefined'),
    new Error('the connection terminated somewhere in a sentence'),
    'Query read timeout',
    undefined,
    null,
  ]) {
    it(`no: ${error instanceof Error ? `${(error as { code?: string }).code} ${error.message}` : error}`, () => {
      expect(isUnavailable(error)).to.equal(false);
    });
  }
});

describe('isUniqueViolation', () => {
  it('looks at the constraint when one is named', () => {
    const error = Object.assign(server('23505'), { constraint: 'users_username_key' });
    expect(isUniqueViolation(error)).to.equal(true);
    expect(isUniqueViolation(error, 'users_username_key')).to.equal(true);
    expect(isUniqueViolation(error, 'other')).to.equal(false);
  });
});
