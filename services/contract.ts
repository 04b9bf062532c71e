/** The HTTP contract's own document, for whoever builds the other side. */
import type { Router } from '@koa/router';
import { openApiText } from './links/contract/openapi.ts';
import { address } from './links/contract/openapi.words.ts';

/** Made when first asked for: a start need not wait for it. */
export function contractDocument(router: Router): void {
  let text: string | undefined;
  router.get(`${address}/openapi.json`, (ctx) => {
    text ??= openApiText();
    ctx.type = 'application/json';
    ctx.body = text;
  });
}
