/** The built pages: files by their name, and the one HTML page for every address that is none. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type Koa from 'koa';
import serve from 'koa-static';

/** Built files carry their digest in the name, so a year is safe; the page itself is never kept, whatever name it is asked for by. */
const year = 365 * 86_400_000;

/** No foreign script, no frame but our own origin's and the chat clients' web views. */
const policy = "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; connect-src 'self'; media-src 'self' blob:; base-uri 'none'; form-action 'self'; object-src 'none'";

const headers = { 'Cache-Control': 'no-store', 'Content-Security-Policy': policy };

export function pages(folder: string): Koa.Middleware {
  const files = serve(folder, {
    index: false,
    maxage: year,
    immutable: true,
    setHeaders: (answer, path) => {
      if (path.endsWith('.html')) for (const [name, value] of Object.entries(headers)) answer.setHeader(name, value);
    },
  });
  return async (ctx, next) => {
    await files(ctx, async () => {
      if (!['GET', 'HEAD'].includes(ctx.method) || ctx.path.startsWith('/callbacks/') || /\.\w+$/.test(ctx.path)) return next();
      const page = await readFile(join(folder, 'index.html'), 'utf8').catch(() => undefined);
      if (page === undefined) return next();
      ctx.set(headers);
      ctx.type = 'html';
      ctx.body = page;
    });
  };
}
