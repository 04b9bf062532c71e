/** `/api/demo/hospital`: the simulated hospital's clock, how far its history is told, and what happens next. */
import type { Router } from '@koa/router';
import { z } from 'zod';
import { Refusal } from '../core/errors.ts';
import { requireOwnPage } from '../core/http.ts';
import type { Crew } from './hospital/crew.ts';
import { deedAsked } from './hospital/desk.ts';

const speedAsked = z.object({ speed: z.coerce.number().min(0).max(3600) });

export function hospitalRoutes(crew: () => Crew | undefined): (router: Router) => void {
  const here = (): Crew => {
    const found = crew();
    if (found === undefined) throw new Refusal('core.not-found', {}, 404);
    return found;
  };
  return (router) => {
    router.get('/api/demo/hospital', async (ctx) => {
      ctx.body = { data: crew() === undefined ? { on: false } : { on: true, ...(await here().ask({ ask: 'snapshot' }) as object) } };
    });
    router.post('/api/demo/hospital/speed', async (ctx) => {
      requireOwnPage(ctx);
      const { speed } = read(speedAsked, ctx.request.body);
      ctx.body = { data: { on: true, ...(await here().ask({ ask: 'speed', speed }) as object) } };
    });
    router.post('/api/demo/hospital/deed', async (ctx) => {
      requireOwnPage(ctx);
      ctx.body = { data: await here().ask({ ask: 'deed', ...read(deedAsked, ctx.request.body) }) };
    });
  };
}

function read<T>(schema: z.ZodType<T>, given: unknown): T {
  const result = schema.safeParse(given ?? {});
  if (!result.success) throw new Refusal('core.bad-input', {}, 400);
  return result.data;
}
