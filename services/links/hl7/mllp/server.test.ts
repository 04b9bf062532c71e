import test from 'ava';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Failure } from '../../../core/errors.ts';
import { MllpClient, send, tryConnect } from './client.ts';
import { Deframer, frame } from './frame.ts';
import { MllpServer, type MllpServerOptions } from './server.ts';

const HOST = '127.0.0.1';

/** A server that answers `re:` and the message, unless told otherwise. */
async function started(options: Partial<MllpServerOptions> = {}): Promise<{ server: MllpServer; port: number; faults: unknown[] }> {
  const faults: unknown[] = [];
  const server = new MllpServer({
    handle: (raw) => Promise.resolve(Buffer.from(`re:${raw}`)),
    oversized: (head) => Buffer.from(`too large:${head.toString().slice(0, 3)}`),
    onFault: (error) => faults.push(error),
    ...options,
  });
  return { server, port: await server.listen(0, HOST), faults };
}

/** A bare socket and the answers it got so far. */
async function line(port: number): Promise<{ socket: Socket; answers: string[]; until: (count: number) => Promise<void>; closed: Promise<unknown> }> {
  const socket = connect({ port, host: HOST, allowHalfOpen: true });
  const closed = once(socket, 'close');
  const deframer = new Deframer(1e6);
  const answers: string[] = [];
  socket.on('data', (chunk: Buffer) => answers.push(...deframer.push(chunk).map(({ bytes }) => bytes.toString())));
  socket.on('end', () => socket.end());
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  const until = async (count: number): Promise<void> => {
    while (answers.length < count) await once(socket, 'data');
  };
  return { socket, answers, until, closed };
}

interface Gate {
  readonly promise: Promise<void>;
  readonly open: () => void;
}

function gate(): Gate {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { promise, open: resolve };
}

test('answers each message of many in one piece, split anywhere', async (t) => {
  const { server, port } = await started();
  const { socket, answers, until } = await line(port);
  const stream = Buffer.concat(['a', 'b', 'c'].map((text) => frame(Buffer.from(text))));
  socket.write(stream.subarray(0, 4));
  socket.write(stream.subarray(4));
  await until(3);
  t.deepEqual(answers, ['re:a', 're:b', 're:c']);
  socket.destroy();
  await server.stop();
});

test('answers stay in order while several are handled at once, and never more than allowed', async (t) => {
  const gates = new Map<string, Gate>();
  let atOnce = 0;
  let most = 0;
  const begun = gate();
  const { server, port } = await started({
    concurrency: 3,
    handle: async (raw) => {
      const waiting = gate();
      gates.set(raw.toString(), waiting);
      atOnce += 1;
      most = Math.max(most, atOnce);
      if (gates.size === 3) begun.open();
      if (gates.size <= 3) await waiting.promise;
      atOnce -= 1;
      return Buffer.from(`re:${raw}`);
    },
  });
  const { socket, answers, until } = await line(port);
  socket.write(Buffer.concat(['1', '2', '3', '4', '5', '6'].map((text) => frame(Buffer.from(text)))));
  await begun.promise;
  t.deepEqual([...gates.keys()], ['1', '2', '3']);
  for (const last of ['3', '2', '1']) gates.get(last)?.open();
  await until(6);
  t.deepEqual(answers, ['1', '2', '3', '4', '5', '6'].map((text) => `re:${text}`));
  t.is(most, 3);
  socket.destroy();
  await server.stop();
});

test('one at a time unless set otherwise: a sender’s messages are handled in its order', async (t) => {
  const log: string[] = [];
  const { server, port } = await started({
    handle: async (raw) => {
      log.push(`begin ${raw}`);
      await Promise.resolve();
      log.push(`end ${raw}`);
      return raw;
    },
  });
  const { socket, until } = await line(port);
  socket.write(Buffer.concat([frame(Buffer.from('1')), frame(Buffer.from('2'))]));
  await until(2);
  t.deepEqual(log, ['begin 1', 'end 1', 'begin 2', 'end 2']);
  socket.destroy();
  await server.stop();
});

test('too large: answered, skipped, and the connection goes on', async (t) => {
  const { server, port } = await started({ maxBytes: 100 });
  const { socket, answers, until } = await line(port);
  socket.write(frame(Buffer.from(`big${'x'.repeat(500)}`)));
  socket.write(frame(Buffer.from('small')));
  await until(2);
  t.deepEqual(answers, ['too large:big', 're:small']);
  socket.destroy();
  await server.stop();
});

test('a frame without end is cut in the end', async (t) => {
  const { server, port } = await started({ maxBytes: 100 });
  const { socket, answers, closed } = await line(port);
  socket.write(Buffer.from(`\x0b${'x'.repeat(5000)}`));
  await closed;
  t.deepEqual(answers, ['too large:xxx']);
  await server.stop();
});

test('a message that could not be stored gets no answer; what was answered before it stands', async (t) => {
  const { server, port, faults } = await started({
    handle: (raw) => (raw.toString() === 'bad' ? Promise.reject(new Error('no database')) : Promise.resolve(raw)),
  });
  const { socket, answers, closed } = await line(port);
  socket.write(Buffer.concat([frame(Buffer.from('good')), frame(Buffer.from('bad')), frame(Buffer.from('later'))]));
  await closed;
  t.deepEqual(answers, ['good']);
  t.is(faults.length, 1);
  await server.stop();
});

test('a sender that closes its side after sending still gets its answer', async (t) => {
  const waiting = gate();
  const { server, port } = await started({ handle: async (raw) => (await waiting.promise, raw) });
  const { socket, answers, closed } = await line(port);
  socket.end(frame(Buffer.from('last')));
  waiting.open();
  await closed;
  t.deepEqual(answers, ['last']);
  await server.stop();
});

test('stop answers what is being handled and takes nothing more', async (t) => {
  const waiting = gate();
  const begun = gate();
  const seen: string[] = [];
  const { server, port } = await started({
    handle: async (raw) => {
      seen.push(raw.toString());
      begun.open();
      await waiting.promise;
      return raw;
    },
  });
  const { socket, answers, closed } = await line(port);
  socket.write(Buffer.concat([frame(Buffer.from('1')), frame(Buffer.from('2'))]));
  await begun.promise;
  const stopped = server.stop();
  waiting.open();
  await Promise.all([stopped, closed]);
  t.deepEqual(answers, ['1']);
  t.deepEqual(seen, ['1']);
});

test('stop does not wait for ever', async (t) => {
  const begun = gate();
  const { server, port } = await started({ handle: () => (begun.open(), new Promise<Buffer>(() => undefined)) });
  const { socket, answers, closed } = await line(port);
  socket.write(frame(Buffer.from('stuck')));
  await begun.promise;
  await Promise.all([server.stop(20), closed]);
  t.deepEqual(answers, []);
});

test('idle connections and frames that stall are closed', async (t) => {
  const { server, port } = await started({ idleMs: 40, frameMs: 40 });
  const idle = await line(port);
  const stalled = await line(port);
  stalled.socket.write('\x0bhalf');
  await Promise.all([idle.closed, stalled.closed]);
  t.deepEqual(stalled.answers, []);
  await server.stop();
});

test('many connections, each its own; junk is counted', async (t) => {
  const { server, port } = await started();
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, n) => send(Buffer.from(String(n)), { host: HOST, port, timeoutMs: 5000 })),
  );
  t.deepEqual(answers.map(String), Array.from({ length: 50 }, (_, n) => `re:${n}`));
  const { socket, until } = await line(port);
  socket.write(Buffer.concat([Buffer.from('noise'), frame(Buffer.from('x'))]));
  await until(1);
  t.is(server.stats.junkBytes, 5);
  t.is(server.stats.opened, 51);
  socket.destroy();
  await server.stop();
});

test('a sender that never reads stops being read', async (t) => {
  let handled = 0;
  const { server, port } = await started({ handle: () => ((handled += 1), Promise.resolve(Buffer.alloc(64 * 1024, 'x'))) });
  const socket = connect({ port, host: HOST });
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.pause();
  const burst = Buffer.concat(Array.from({ length: 2000 }, () => frame(Buffer.from('m'))));
  socket.write(burst);
  // Wait until the handled count stands still over several turns of the loop: the answers have nowhere to go.
  let before = -1;
  for (let still = 0; still < 50; still = before === handled ? still + 1 : 0) {
    before = handled;
    await new Promise((resolve) => setImmediate(resolve));
  }
  t.true(handled < 2000, `handled ${handled}`);
  socket.destroy();
  await server.stop();
});

const failureOf = async (promise: Promise<unknown>): Promise<[string, string]> => {
  const error = await promise.then(() => undefined, (reason: unknown) => reason);
  return error instanceof Failure ? [error.class, error.vendorCode] : ['none', String(error)];
};

test('client: nobody there is transient', async (t) => {
  const { server, port } = await started();
  await server.stop();
  t.deepEqual(await failureOf(send(Buffer.from('m'), { host: HOST, port, timeoutMs: 1000 })), ['transient', 'ECONNREFUSED']);
  t.deepEqual(await failureOf(tryConnect({ host: HOST, port, timeoutMs: 1000 })), ['transient', 'ECONNREFUSED']);
});

test('client: silence and a cut line after sending are ambiguous', async (t) => {
  const silent = await started({ handle: () => new Promise<Buffer>(() => undefined) });
  t.deepEqual(await failureOf(send(Buffer.from('m'), { host: HOST, port: silent.port, timeoutMs: 40 })), ['ambiguous', 'timeout']);
  await silent.server.stop(20);
  const cutting = await started({ handle: () => Promise.reject(new Error('no')) });
  t.deepEqual(await failureOf(send(Buffer.from('m'), { host: HOST, port: cutting.port, timeoutMs: 1000 })), ['ambiguous', 'closed']);
  await cutting.server.stop();
});

test('client: messages go one after the other, and after a timeout on a new connection', async (t) => {
  const first = gate();
  let count = 0;
  const { server, port } = await started({
    handle: async (raw) => {
      count += 1;
      if (count === 1) await first.promise;
      return raw;
    },
  });
  const client = new MllpClient({ host: HOST, port, timeoutMs: 60 });
  const late = failureOf(client.send(Buffer.from('late')));
  const next = client.send(Buffer.from('next'));
  t.deepEqual(await late, ['ambiguous', 'timeout']);
  t.is(String(await next), 'next');
  t.is(server.stats.opened, 2);
  first.open();
  client.close();
  await server.stop();
});
