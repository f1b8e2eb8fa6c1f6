/** The files behind the page of the document. */
import { expect } from 'chai';
import request from 'supertest';
import { startTestApp, type TestApp } from '../../support/app.js';
import { setUp } from '../../support/people.js';

/** Supertest keeps scripts as bytes. */
const textOf = (answer: request.Response): string => answer.text || String(answer.body);

describe('The page of the OpenAPI document', () => {
  let app: TestApp;
  before(async () => {
    app = await startTestApp();
  });
  after(() => app.stop());

  it('is compressed for who understands it, and plain for who does not say so', async () => {
    const { cookie } = await setUp(app);
    for (const path of ['/api/docs', '/docs/docs.css', '/docs/swagger-ui-bundle.js']) {
      const ask = (encoding: string) =>
        request(app.url).get(path).set('Cookie', cookie).set('Accept-Encoding', encoding).expect(200);
      const [small, plain] = [await ask('gzip'), await ask('identity')];
      expect(small.headers, path).to.include({ 'content-encoding': 'gzip', vary: 'Accept-Encoding' });
      expect(plain.headers, path).to.include({ vary: 'Accept-Encoding' });
      expect(plain.headers).not.to.have.property('content-encoding');
      expect(textOf(plain)).to.equal(textOf(small));
    }
  });
});
