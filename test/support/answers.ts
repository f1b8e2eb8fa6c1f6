/** What every refusal of the API must look like. */
import { expect } from 'chai';

interface Answer {
  status: number;
  body: unknown;
  headers: unknown;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Words of a stack, of SQL, of the driver or of a parser: nothing of them is for a client. */
const LEAKS =
  /node_modules|\bat .*:\d+:\d+|select .* from|insert into|syntax error|relation "|invalid input syntax|Unexpected token|\bin JSON\b|ECONNREFUSED|KnexTimeout|Knex:/i;

/** Asserts status and code, `{ detail, code, errors? }` and nothing else, and the request's id. */
export function expectError(answer: Answer, status: number, code?: string): void {
  const text = JSON.stringify(answer.body);
  expect(answer.status, text).to.equal(status);
  const body = answer.body as Record<string, unknown>;
  const headers = answer.headers as Record<string, string>;
  expect(headers['content-type']).to.equal('application/json; charset=utf-8');
  expect(headers['x-request-id']).to.match(UUID);
  expect(['code,detail', 'code,detail,errors']).to.include(Object.keys(body).sort().join());
  expect(body.detail).to.be.a('string').that.is.not.empty;
  expect(body.code)
    .to.be.a('string')
    .that.matches(/^[a-z][a-z_]*$/);
  if (code !== undefined) expect(body.code).to.equal(code);
  if (body.errors !== undefined) {
    for (const reason of Object.values(body.errors as object)) expect(reason).to.be.a('string');
  }
  expect(text).not.to.match(LEAKS);
}
