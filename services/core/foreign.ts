/**
 * Doors for machines that speak another language than `{ data }` and `{ error }`: FHIR. Who gets in is decided as at every
 * machines' door (`machine.ts`); the body arrives as it came, and everything that is answered below the door's path, a
 * refusal too, is in its language.
 */
import type { Router, RouterContext } from '@koa/router';
import type Koa from 'koa';
import type { MachineActor } from './access.ts';
import { Refusal } from './errors.ts';
import type { ForeignAnswer, ForeignDoor } from './foreign-door.ts';
import type { Log } from './log.ts';
import { type Gate, rawOf } from './machine.ts';
import type { Say } from './phrases.ts';

const rootOf = ({ name }: ForeignDoor): string => `/api/machine/${name}`;

/** `POST /api/machine/fhir`, as the routes of modules are named. */
export const foreignNames = (doors: readonly ForeignDoor[]): string[] => doors.flatMap((door) => door.routes.map(({ method, path }) => `${method} ${rootOf(door)}${path}`));

export function mountForeign(router: Router, doors: readonly ForeignDoor[], gate: Gate): void {
  for (const door of doors) {
    for (const route of door.routes) {
      router.register(`${rootOf(door)}${route.path}`, [route.method], async (ctx: RouterContext) => {
        const { client, doors: allowed } = await gate(ctx, door.name, door.bearer);
        const actor: MachineActor = { kind: 'link', id: client, door: 'http', address: ctx.ip, doors: allowed };
        send(ctx, await route.handle({ actor, params: { ...ctx.params }, body: rawOf(ctx), contentType: ctx.get('content-type') }));
      });
    }
  }
}

/** Stands before everything that may refuse: the size of the body, the signature, the path. */
export function inTheirLanguage(doors: readonly ForeignDoor[], { say, log }: { readonly say: Say; readonly log: Log }): Koa.Middleware {
  return async (ctx, next) => {
    const door = doors.find((each) => ctx.path === rootOf(each) || ctx.path.startsWith(`${rootOf(each)}/`));
    if (door === undefined) return next();
    try {
      await next();
      if (ctx.status === 404 && ctx.body === undefined) throw new Refusal('core.not-found', {}, 404);
    } catch (error) {
      const refusal = error instanceof Refusal ? error : undefined;
      if (refusal === undefined) log.error({ error, method: ctx.method, route: String(ctx.state['route'] ?? 'none') }, 'request failed');
      const code = refusal?.code ?? 'core.fault';
      send(ctx, door.refused({ code, status: refusal?.status ?? 500, message: say(code, refusal?.facts) }));
    }
  };
}

function send(ctx: Koa.Context, { status, type, body, headers = {} }: ForeignAnswer): void {
  ctx.status = status;
  ctx.set(headers);
  ctx.body = Buffer.from(body);
  ctx.type = type;
}
