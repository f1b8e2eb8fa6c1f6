import { expect } from 'chai';
import express from 'express';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import http, { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import request from 'supertest';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { compressFolder } from '../../../scripts/build/compress.js';
import { projectRoot } from '../../../server/core/project.js';
import { errorHandler } from '../../../server/http/error-handler.js';
import { pagesRoutes } from '../../../server/pages/pages-routes.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { rawGet } from '../../support/raw-http.js';

/** Files that lie about in a checkout or beside a built page, and ways to reach out for them. */
const OUTSIDE = [
  ...[
    '/package.json',
    '/server/main.ts',
    '/server/config.ts',
    '/.git/config',
    '/.git/HEAD',
    '/.env',
    '/.gitignore',
  ],
  ...[
    '/knexfile.ts',
    '/data/clearview.password',
    '/node_modules/express/package.json',
    '/dist/server/main.js',
  ],
  ...[
    '/../package.json',
    '/../../package.json',
    '/assets/../../../package.json',
    '/admin/../../package.json',
  ],
  ...['/%2e%2e/%2e%2e/package.json', '/assets/%2e%2e/%2e%2e/%2e%2e/package.json', '/..%2f..%2fpackage.json'],
  ...[
    '/assets/..%2f..%2f..%2fpackage.json',
    '/admin/..%2f..%2fpackage.json',
    '/admin/assets/..%5c..%5cpackage.json',
  ],
  ...[
    '/..%5c..%5cpackage.json',
    '/..\\..\\package.json',
    '/%252e%252e/%252e%252e/package.json',
    '/..%c0%afpackage.json',
  ],
  ...[
    '/....//....//package.json',
    '/assets//..//..//..//package.json',
    '/%2fetc%2fpasswd',
    '//etc/passwd',
    '/etc/passwd',
  ],
  ...[
    '/assets/%00/../../../package.json',
    '/login.html%00.js',
    '/package.json%00.html',
    '/admin/%2e%2e%2f%2e%2e%2fpackage.json',
  ],
  ...[
    '/site/login.html',
    '/main.ts',
    '/vite.config.ts',
    '/assets/..;/..;/package.json',
    'file:///etc/passwd',
  ],
];

describe('What is no page', () => {
  let app: TestApp;
  before(async () => {
    app = await startTestApp();
  });
  after(() => app.stop());

  for (const target of OUTSIDE) {
    it(`is never handed out: ${target} [W-09]`, async () => {
      const answer = await rawGet(app.url, target);
      expect(answer.status, answer.all.slice(0, 300)).to.be.oneOf([400, 403, 404]);
      expect(answer.text).not.to.match(
        /"dependencies"|root:x:0|\[core\]|import .* from|ref: refs|DATABASE_URL/,
      );
    });
  }

  for (const folder of ['/assets', '/assets/', '/admin/assets', '/admin/assets/', '/admin/assets/./']) {
    it(`is listed nowhere: ${folder} [W-09]`, async () => {
      const known = await Promise.all(['/nothing', '/admin/'].map((page) => request(app.url).get(page)));
      const { text } = await request(app.url).get(folder);
      expect(known.map((page) => page.text)).to.include(text);
      expect(text).not.to.match(/index of/i);
    });
  }

  it('is not in the built folders either: no sources and no maps [W-09]', () => {
    for (const folder of ['dist/site', 'admin-ui/dist']) {
      const files = readdirSync(path.join(projectRoot, folder), { recursive: true }) as string[];
      expect(files.filter((file) => /\.(ts|tsx|map|env|log)$|(^|\/)\./.test(file))).to.deep.equal([]);
    }
  });

  it('what a page of ours names is there, with a type that fits', async () => {
    for (const page of ['login.html', 'setup.html', 'index.html', '404.html']) {
      const html = readFileSync(path.join(projectRoot, 'dist/site', page), 'utf8');
      const files = [...html.matchAll(/(?:src|href)="(\/[^"]+\.(?:js|css|svg))"/g)].map(
        (match) => match[1] ?? '',
      );
      expect(files).to.not.be.empty;
      for (const file of files) {
        const answer = await request(app.url).get(file);
        expect(answer.status, `${page} names ${file}`).to.equal(200);
        expect(answer.headers['content-type']).to.match(/javascript|text\/css|image\/svg/);
      }
    }
  });
});

describe('Files of a built site', () => {
  const SCRIPT = `export const words = ${JSON.stringify('the quick brown fox '.repeat(200))};\n`;
  let folder: string;
  let server: Server;
  let url: string;

  before(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'clearview-pages-'));
    for (const part of ['site/assets', 'console/assets'])
      mkdirSync(path.join(folder, part), { recursive: true });
    const write = (name: string, text: string) => writeFileSync(path.join(folder, name), text);
    for (const page of ['index', 'login', 'setup', '404'])
      write(`site/${page}.html`, `<!doctype html><p>${page}`);
    write('console/index.html', '<!doctype html><p>console');
    write('site/assets/app-a1b2c3d4.js', SCRIPT);
    write('site/assets/.hidden.js', 'hidden');
    write('site/.env', 'SECRET=1');
    write('site/favicon.svg', '<svg xmlns="http://www.w3.org/2000/svg"/>');
    write('console/assets/main-e5f6.js', SCRIPT);
    compressFolder(path.join(folder, 'site/assets'));
    compressFolder(path.join(folder, 'console/assets'));
    const app = express();
    app.use((req, _res, next) => {
      req.ctx = { requestId: 'test', logger: { error: () => undefined } } as never;
      next();
    });
    const dirs = { siteDir: path.join(folder, 'site'), consoleDir: path.join(folder, 'console') };
    app.use(
      pagesRoutes({
        ...dirs,
        authenticate: () => Promise.resolve(null),
        isSetupRequired: () => Promise.resolve(false),
      }),
    );
    app.use(errorHandler);
    server = createServer(app).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(async () => {
    await new Promise((resolve) => server.close(resolve));
    rmSync(folder, { recursive: true, force: true });
  });

  /** The answer as it came: supertest would unpack it by itself. */
  const bytes = (file: string, encoding: string) =>
    new Promise<{ headers: IncomingHttpHeaders; body: Buffer }>((resolve, reject) => {
      http
        .get(url + file, { headers: { 'Accept-Encoding': encoding } }, (answer) => {
          const chunks: Buffer[] = [];
          answer.on('data', (chunk: Buffer) => chunks.push(chunk));
          answer.on('end', () => resolve({ headers: answer.headers, body: Buffer.concat(chunks) }));
        })
        .on('error', reject);
    });

  for (const file of ['/assets/app-a1b2c3d4.js', '/admin/assets/main-e5f6.js']) {
    it(`${file} never changes, and says so`, async () => {
      const answer = await request(url).get(file);
      expect(answer.status).to.equal(200);
      expect(answer.headers['cache-control']).to.match(/immutable/);
      expect(Number(/max-age=(\d+)/.exec(String(answer.headers['cache-control']))?.[1])).to.be.at.least(
        31_536_000,
      );
      expect(answer.headers['content-type']).to.match(/^(text|application)\/javascript; charset=utf-8$/i);
    });

    it(`${file} is sent compressed to whoever takes it, and plain to others`, async () => {
      const brotli = await bytes(file, 'gzip, deflate, br');
      expect(brotli.headers['content-encoding']).to.equal('br');
      expect(brotliDecompressSync(brotli.body).toString()).to.equal(SCRIPT);
      expect(brotli.headers['content-type']).to.match(/javascript/);
      const plain = await bytes(file, 'identity');
      expect(plain.headers).not.to.have.property('content-encoding');
      expect(plain.body.toString()).to.equal(SCRIPT);
      for (const { headers } of [brotli, plain]) expect(headers.vary).to.match(/accept-encoding/i);
    });
  }

  it('are sent with gzip where brotli is not taken', async () => {
    const { headers, body } = await bytes('/assets/app-a1b2c3d4.js', 'gzip');
    expect(headers['content-encoding']).to.equal('gzip');
    expect(gunzipSync(body).toString()).to.equal(SCRIPT);
  });

  for (const page of ['/login.html', '/admin/', '/nothing', '/assets/nothing-a1b2.js']) {
    it(`${page} is kept by nobody`, async () => {
      const answer = await request(url).get(page);
      expect(answer.headers['cache-control']).to.equal('no-store');
    });
  }

  it('without a hash in their name are not kept for ever', async () => {
    const { headers } = await request(url).get('/favicon.svg');
    expect(headers['cache-control'] ?? '').not.to.match(/immutable|max-age=\d{5,}/);
  });

  for (const file of ['/.env', '/assets/.hidden.js', '/%2eenv', '/assets/%2ehidden.js', '/assets/../.env']) {
    it(`that begin with a dot are not there: ${file} [W-09]`, async () => {
      const answer = await rawGet(url, file);
      expect(answer.status).to.equal(404);
      expect(answer.text).not.to.match(/SECRET|^hidden/);
    });
  }

  it('that are missing are 404, not the console or the shell', async () => {
    for (const file of ['/assets/gone-1234.js', '/admin/assets/gone-1234.js', '/admin/gone.css']) {
      expect((await request(url).get(file)).status).to.equal(404);
    }
  });
});
