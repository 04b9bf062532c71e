/** Who goes away ends what was begun for them; who takes nothing holds little memory, and not for ever. */
import test, { type ExecutionContext } from 'ava';
import Koa from 'koa';
import { mkdtemp, rm } from 'node:fs/promises';
import { type IncomingMessage, type Server, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { Refusal } from './errors.ts';
import { type TakerLimits, createTakers, untilGone } from './takers.ts';

const large = 2 * 2 ** 20;

/** A door that answers everybody two megabytes, or waits until they are gone. */
async function door(t: ExecutionContext, limits: TakerLimits, gone: (reason: unknown) => void = () => undefined): Promise<(person: string, path?: string, signal?: AbortSignal) => Promise<IncomingMessage>> {
  const app = new Koa();
  const takers = createTakers(limits);
  app.use(takers.counted);
  app.use(async (ctx) => {
    try {
      takers.begin(ctx, ctx.get('person'));
      const signal = untilGone(ctx);
      if (ctx.path === '/wait') await new Promise((_resolve, reject) => { signal.addEventListener('abort', () => { gone(signal.reason); reject(signal.reason as Error); }); });
      ctx.body = 'x'.repeat(large);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      ctx.status = error.status;
      ctx.body = error.code;
    }
  });
  // A system may take megabytes off our hands on a TCP connection nobody reads; on this one some hundred kilobytes.
  const folder = await mkdtemp(join(tmpdir(), 'wardline-takers-'));
  const socketPath = join(folder, 'door');
  const server = await new Promise<Server>((resolve) => { const listening = app.listen(socketPath, () => resolve(listening)); });
  t.teardown(async () => {
    server.closeAllConnections();
    server.close();
    await rm(folder, { recursive: true, force: true });
  });
  // Each on a connection of its own, and nothing is read before somebody asks for it.
  return (person, path = '/', signal) => new Promise((resolve, reject) => { request({ socketPath, path, agent: false, headers: { person }, ...(signal !== undefined && { signal }) }, resolve).on('error', reject).end(); });
}

test('answers nobody takes are counted by person: beyond the limit there is nothing more, until they are taken', async (t) => {
  const ask = await door(t, { mostBytes: large * 2 + 1, patienceMs: 60_000 });
  const unread = [await ask('1001'), await ask('1001'), await ask('1001')];
  t.deepEqual(unread.map(({ statusCode }) => statusCode), [200, 200, 200]);
  const refused = await ask('1001');
  t.is(refused.statusCode, 429);
  t.is((await buffer(refused)).toString(), 'core.not-taken');
  const other = await ask('1002');
  t.is(other.statusCode, 200, 'a person of their own');
  for (const answer of unread) t.is((await buffer(answer)).length, large, 'slow, and whole');
  await buffer(other);
  t.is((await ask('1001')).statusCode, 200);
});

test('a connection on which nothing is taken is cut, and what it held is free', async (t) => {
  const ask = await door(t, { mostBytes: large, patienceMs: 1000 });
  const unread = await Promise.all([ask('1001'), ask('1001')]);
  t.is((await ask('1001')).statusCode, 429);
  await new Promise((resolve) => { setTimeout(resolve, 2500); });
  t.deepEqual(await Promise.all(unread.map((answer) => buffer(answer).then(() => 'whole', () => 'cut'))), ['cut', 'cut']);
  t.is((await ask('1001')).statusCode, 200);
});

test('whoever goes away ends the work by a refusal; whoever has the answer ends nothing', async (t) => {
  const left = Promise.withResolvers<unknown>();
  let times = 0;
  const ask = await door(t, {}, (reason) => { times += 1; left.resolve(reason); });
  await buffer(await ask('1001'));
  t.is(times, 0);
  await t.throwsAsync(ask('1001', '/wait', AbortSignal.timeout(300)));
  const reason = await left.promise;
  t.true(reason instanceof Refusal && reason.code === 'core.gone');
  t.is(times, 1);
});
