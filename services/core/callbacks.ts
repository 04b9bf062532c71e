/** `/callbacks/<platform>`: the HTTP door of a chat platform. The body goes to the bot as it came; nothing is parsed here. */
import type { Router, RouterContext } from '@koa/router';
import { readBody } from './body.ts';
import type { Log } from './log.ts';

/** A part of `Bot`, so that core needs no bot. */
export interface CallbackTaker {
  readonly platform: string;
  callback?(request: { method: string; path: string; query: Record<string, string>; headers: Record<string, string>; body: Buffer }): Promise<{ status: number; contentType: string; body: string }>;
}

/** Platforms send a few kilobytes. Reading stops here, before anything is trusted. */
const maxBytes = 64 * 1024;

export function callbacks(takers: readonly CallbackTaker[], log: Log): (router: Router) => void {
  return (router) => {
    for (const taker of takers) {
      if (taker.callback !== undefined) router.all(`/callbacks/${taker.platform}`, (ctx) => take(taker, ctx, log));
    }
  };
}

async function take(taker: CallbackTaker, ctx: RouterContext, log: Log): Promise<void> {
  const body = await readBody(ctx.req, maxBytes);
  if (body === undefined) log.warn({ platform: taker.platform }, 'callback too large');
  // Without its body it is refused like everything that cannot be trusted: a stranger learns no limit.
  const reply = await taker.callback?.({ method: ctx.method, path: ctx.url, query: flat(ctx.query), headers: flat(ctx.headers), body: body ?? Buffer.alloc(0) });
  ctx.status = reply?.status ?? 404;
  if (reply?.contentType !== undefined) ctx.type = reply.contentType;
  ctx.body = reply?.body ?? '';
}

/** A parameter given twice is not what any platform sends; the first stands. */
function flat(values: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, Array.isArray(value) ? (value[0] ?? '') : (value ?? '')]));
}
