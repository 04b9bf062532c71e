import test from 'ava';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Koa from 'koa';
import { pages } from './pages.ts';

test('the page is never kept and stands under its policy, by whatever name it is asked for; built files are kept a year', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'wardline-pages-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  await mkdir(join(folder, 'assets'));
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>移动医护</title>');
  await writeFile(join(folder, 'assets/main-1a2b.js'), 'export {}');
  const server = new Koa().use(pages(folder)).listen(0, '127.0.0.1');
  t.teardown(() => server.close());
  await once(server, 'listening');
  const at = (path: string): Promise<Response> => fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`);

  for (const path of ['/', '/m/critical-values', '/index.html', '/%69ndex.html', '/assets/%2e%2e/index.html', '/index.html?again']) {
    const answer = await at(path);
    t.is(answer.status, 200, path);
    t.is(answer.headers.get('cache-control'), 'no-store', path);
    t.regex(answer.headers.get('content-security-policy') ?? '', /default-src 'self'/u, path);
    t.regex(await answer.text(), /移动医护/u, path);
  }
  const built = await at('/assets/main-1a2b.js');
  t.regex(built.headers.get('cache-control') ?? '', /max-age=31536000.*immutable/u);
  t.is((await at('/assets/main-old.js')).status, 404);
});
