/** The OpenAPI document: valid, and one with the routes. */
import { Validator } from '@seriousme/openapi-schema-validator';
import { expect } from 'chai';
import { version } from '../../../server/core/project.js';
import { readConfig } from '../../../server/config.js';
import { routesOf } from '../../../server/http/methods.js';
import { apiMounts } from '../../../server/mounts.js';
import { buildDocument } from '../../../server/openapi/document.js';

const mounts = apiMounts(readConfig({}));
const document = buildDocument(mounts, version);

describe('The OpenAPI document', () => {
  it('is valid OpenAPI 3.1', async () => {
    const validator = new Validator();
    const { valid, errors } = await validator.validate(structuredClone(document));
    expect(errors).to.equal(undefined);
    expect(valid).to.equal(true);
    expect(validator.version).to.equal('3.1');
  });

  for (const { path, router, operations } of mounts) {
    it(`tells of every route of ${path}, and of no other`, () => {
      const routes = routesOf(router).map((route) => `${route.method} ${route.path}`);
      expect(Object.keys(operations).sort()).to.deep.equal(routes.sort());
    });
  }
});
