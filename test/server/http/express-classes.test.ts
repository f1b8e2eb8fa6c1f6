import { IncomingMessage, ServerResponse } from 'node:http';
import { expect } from 'chai';
import express, { type Express, type Request, type Response } from 'express';
import { expressClasses } from '../../../server/http/express-classes.js';
import { closeServer, createHttpServer, listen } from '../../../server/http/listen.js';

/** What an application is asked with, before and after Express has had its way. */
async function asked(app: Express): Promise<{ before: object[]; after: object[]; text: string }> {
  const seen = { before: [] as object[], after: [] as object[] };
  app.get('/', (req: Request, res: Response) => {
    seen.after = [req, res].map((one) => Object.getPrototypeOf(one) as object);
    res.set('X-Asked', req.get('x-ask') ?? '').json({ path: req.path });
  });
  const server = createHttpServer(app);
  server.prependListener('request', (req: IncomingMessage, res: ServerResponse) => {
    seen.before = [req, res].map((one) => Object.getPrototypeOf(one) as object);
  });
  const { port } = await listen(server, 0, '127.0.0.1');
  const answer = await fetch(`http://127.0.0.1:${port}/`, { headers: { 'x-ask': 'yes' } });
  const text = `${answer.headers.get('x-asked')} ${await answer.text()}`;
  await closeServer(server, 1000);
  return { ...seen, text };
}

describe('Requests and answers of an application of Express', () => {
  it('have its prototypes before Express sets them, so that setting changes nothing', async () => {
    const app = express();
    const { before, after, text } = await asked(app);
    expect(before).to.deep.equal([app.request, app.response]);
    expect(before[0]).to.equal(after[0]);
    expect(before[1]).to.equal(after[1]);
    expect(text).to.equal('yes {"path":"/"}');
  });

  it('are of classes that extend those of Node and keep what Express and the application gave them', () => {
    const app = express();
    const given = app.request;
    const { IncomingMessage: AppRequest, ServerResponse: AppResponse } = expressClasses(app);
    expect(AppRequest!.prototype).to.be.instanceOf(IncomingMessage);
    expect(AppResponse!.prototype).to.be.instanceOf(ServerResponse);
    expect(Object.getPrototypeOf(app.request)).to.equal(given);
    expect((app.request as unknown as { app: Express }).app).to.equal(app);
  });

  it('are left alone for a listener that is none', () => {
    expect(expressClasses(() => undefined)).to.deep.equal({});
  });
});
