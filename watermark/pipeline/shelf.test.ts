/** What lies beyond memory: sealed, bounded, shared, and never in the way of a page. */
import test from 'ava';
import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareText } from '../page/text.ts';
import { ordinaryLimits } from '../source/refusal.ts';
import { openDisk } from './disk.ts';
import { openDocuments, type Source } from './documents.ts';
import type { Whole } from './preparation.ts';
import type { Kept } from './shared.ts';
import { sealedShelf, type Shelf, type ShelfOptions } from './shelf.ts';
import { openStore } from './store.ts';
import { openWorkers } from './workers.ts';

const key = Buffer.alloc(32, 7);
const day = 86_400_000;
const page = (fill: number): ReturnType<typeof prepareText> => prepareText({ width: 64, height: 64, grey: Uint8Array.from({ length: 4096 }, (_none, at) => (at * fill) % 251) }, 150);

interface Board extends Shelf {
  readonly all: Map<string, Uint8Array>;
}

function board(): Board {
  const all = new Map<string, Uint8Array>();
  return { all, get: async (name) => all.get(name), has: async (name) => all.has(name), put: async (name, sealed) => void all.set(name, sealed), forget: async (name) => void all.delete(name), close: async () => undefined };
}

const on = (shelf: Shelf, more: Partial<ShelfOptions> = {}): ShelfOptions => ({ shelf, key, version: '1.a', mostAge: day, ...more });

test('sealed: neither names nor bytes say anything; what was cut, changed or moved is not shown but dropped', async (t) => {
  const shelf = board();
  let spoilt = 0;
  const sealed = sealedShelf(on(shelf, { spoilt: () => (spoilt += 1) }));
  const words = { kind: 'words' as const, units: Uint16Array.from('急性心肌梗死', (letter) => letter.charCodeAt(0)), edges: new Uint16Array(24) };
  await sealed.put('document 1', words);
  t.deepEqual(await sealed.get('document 1'), words);
  t.true(await sealed.has('document 1'));
  const [name = '', bytes = new Uint8Array()] = [...shelf.all][0] ?? [];
  t.regex(name, /^1\.a\.[\w-]{43}$/);
  for (const open of [Buffer.from(words.units.buffer), Buffer.from('words'), Buffer.from('document')]) t.false(Buffer.from(bytes).includes(open) || name.includes(String(open)));
  await sealed.put('document 1', words);
  t.notDeepEqual(shelf.all.get(name), bytes, 'the same is never sealed the same');

  await sealed.put('document 2', words);
  const other = [...shelf.all.keys()][1] ?? '';
  const wrongs = [bytes.subarray(0, -1), bytes.subarray(0, 20), new Uint8Array(), shelf.all.get(other)!, ...[0, 3, 10, 25, bytes.length - 1].map((at) => bytes.map((byte, place) => (place === at ? byte ^ 1 : byte)))];
  for (const [at, wrong] of wrongs.entries()) {
    shelf.all.set(name, wrong);
    t.is(await sealed.get('document 1'), undefined, String(at));
    t.false(shelf.all.has(name), `dropped: ${at}`);
  }
  t.is(spoilt, wrongs.length);
});

test('another key, or another maker of pages, does not find what is there; nor does anybody after its time', async (t) => {
  const shelf = board();
  const time = { now: 1_000_000 };
  const sealed = sealedShelf(on(shelf, { now: () => time.now }));
  await sealed.put('a', page(3));
  for (const stranger of [on(shelf, { key: Buffer.alloc(32, 8) }), on(shelf, { version: '2.a' })]) t.is(await sealedShelf(stranger).get('a'), undefined);
  t.is(shelf.all.size, 1, 'and leaves it to whom it belongs');
  // Laid where the other key looks for it: it does not open.
  const own = board();
  const stranger = sealedShelf(on(own, { key: Buffer.alloc(32, 8) }));
  await stranger.put('a', page(3));
  own.all.set([...own.all.keys()][0] ?? '', [...shelf.all.values()][0]!);
  t.is(await stranger.get('a'), undefined);
  time.now += day;
  t.truthy(await sealed.get('a'));
  time.now += 1;
  t.is(await sealed.get('a'), undefined);
  t.is(shelf.all.size, 0);
});

const bytes = (at: number): Uint8Array => new Uint8Array(1000).fill(at);

async function folderFor(t: { teardown: (end: () => Promise<unknown>) => void }): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'wardline-shelf-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

test('disk: bounded by bytes, what was used last stays; found again by the next process; for nobody else', async (t) => {
  const folder = join(await folderFor(t), 'pages');
  const limits = { mostBytes: 10_000, mostAge: day };
  const disk = await openDisk(folder, limits);
  const used = async (name: string, seconds: number): Promise<void> => utimes(join(folder, `${name}.page`), seconds, Date.now() / 1000 - 1000 + seconds);
  for (let at = 0; at < 10; at++) {
    await disk.put(`p${at}`, bytes(at));
    await used(`p${at}`, at);
  }
  t.deepEqual(await disk.get('p0'), Buffer.from(bytes(0)), 'used: now the latest');
  await disk.put('large', new Uint8Array(2000));
  t.false(await disk.has('large'), 'too large for it');
  await disk.put('p10', bytes(10));
  t.deepEqual(await Promise.all([0, 1, 2, 3, 9, 10].map((at) => disk.has(`p${at}`))), [true, false, false, true, true, true]);
  t.is((await stat(folder)).mode & 0o777, 0o700);
  t.is((await stat(join(folder, 'p3.page'))).mode & 0o777, 0o600);
  await disk.close();

  await writeFile(join(folder, '1-1.part'), 'left by a process that was killed');
  await utimes(join(folder, '1-1.part'), 0, Date.now() / 1000 - 7200);
  await utimes(join(folder, 'p3.page'), 0, Date.now() / 1000 - 2 * day / 1000);
  await writeFile(join(folder, 'notes.txt'), 'not ours');
  const next = await openDisk(folder, limits);
  t.deepEqual(await next.get('p0'), Buffer.from(bytes(0)));
  t.deepEqual((await readdir(folder)).toSorted(), ['notes.txt', 'p0.page', 'p10.page', 'p4.page', 'p5.page', 'p6.page', 'p7.page', 'p8.page', 'p9.page']);
  // Two at once: together no more than one may have.
  const beside = await openDisk(folder, limits);
  for (let at = 20; at < 40; at++) await (at % 2 === 0 ? next : beside).put(`p${at}`, bytes(at));
  await Promise.all([next.close(), beside.close()]);
  const last = await openDisk(folder, limits);
  t.true((await readdir(folder)).length <= 11);
  await last.close();
});

test('disk: nothing of a page can be read in the folder; a file that was written over is made again', async (t) => {
  const folder = await folderFor(t);
  const open = async () => openStore({ memoryBytes: 1, shelf: on(await openDisk(folder, { mostBytes: 1_000_000, mostAge: day })) });
  const store = await open();
  const [one, two] = [page(3), page(5)];
  await Promise.all([store.put('one', one), store.put('two', two)]);
  t.deepEqual({ ...(await store.get('one')) }, { ...one }, 'on its way there already');
  await store.close();
  const files = await readdir(folder);
  t.is(files.length, 2);
  for (const file of files) {
    const bytes = await readFile(join(folder, file));
    for (const { buffer, byteOffset } of [one.ink, two.ink, one.changes]) t.false(bytes.includes(Buffer.from(buffer, byteOffset, 12)));
    t.false(bytes.includes('indexed'));
  }
  const after = await open();
  t.deepEqual({ ...(await after.get('two')) }, { ...two }, 'after a restart');
  t.true((after.memoryBytes()) < 20_000);
  for (const file of files) await writeFile(join(folder, file), Buffer.alloc(900, 1));
  t.is(await after.get('one'), undefined);
  t.is((await readdir(folder)).length, 1, 'dropped');
  await after.close();
});

const source: Source = { bytes: Buffer.from('姓名：王建国\n'.repeat(120)) };
const fails = async (): Promise<never> => { throw new Error('away'); };
const nobody = async (): Promise<Source> => { throw new Error('asked for what is kept'); };

const contents = (at: number): Whole => ({ name: `d${at}`, pages: 20, looks: Array.from({ length: 20 }, () => new Uint8Array(571)), headings: [{ title: '诊断', page: 1, depth: 0 }], windows: [], hasWords: true, missing: [], isLost: false });

/** One machine of several: its documents, and what its threads were asked to do. */
function machine(t: { teardown: (end: () => Promise<unknown>) => void }, shelf: Shelf, memoryBytes = 50_000_000) {
  const workers = openWorkers(new URL('thread.ts', import.meta.url), { count: 1, milliseconds: 60_000, megabytes: 512 }, ({ name, message }) => Object.assign(new Error(message), { name }));
  const [works, found, made]: [string[], string[], (readonly number[] | undefined)[]] = [[], [], []];
  const store = openStore({ memoryBytes, shelf: on(shelf), found: (what) => found.push(what) });
  const documents = openDocuments({ store, limits: { ...ordinaryLimits, dpi: 50 }, threads: 1, printer: undefined, workers: { ...workers,
    run: async (work, more) => {
      const { do: what, pages } = work as { do: string; pages?: { only?: readonly number[] } };
      works.push(what);
      made.push(pages?.only);
      return workers.run(work, more);
    },
    runLong: async (begin, ...more) => {
      works.push('prepare');
      return workers.runLong(begin, ...more);
    },
  } });
  t.teardown(() => workers.close());
  return { documents, works, made, found, store };
}

test('what one machine prepared another shows without preparing anything: pages, words, and what the document consists of', async (t) => {
  const shelf = board();
  const [first, second] = [machine(t, shelf), machine(t, shelf)];
  const prepared = await first.documents.prepare(source);
  const whole = await prepared.finished();
  t.deepEqual(first.works, ['prepare']);
  await first.store.close();
  const same = await second.documents.prepare(source);
  t.deepEqual(same.whole, whole);
  t.true(same.pages === 6 && whole.looks.length === 6 && same.hasWords);
  const own = async (at: number): Promise<Kept> => (await second.documents.page(nobody, same, at)).thing;
  const [one, again] = await Promise.all([own(1), own(1)]);
  t.is(one, again, 'fetched once');
  t.true('ink' in one && one.ink.buffer instanceof SharedArrayBuffer, 'as threads share it');
  t.is((await second.documents.words(nobody, same)).length, 6);
  t.deepEqual(second.works, [], 'no thread was asked for anything');
  t.deepEqual(second.found, ['contents', 'page']);
});

test('a page that fell out of memory and shelf is made again alone; one that is on the shelf is not', async (t) => {
  const shelf = board();
  const { documents, works, store } = machine(t, shelf, 1);
  const prepared = await documents.prepare(source);
  await prepared.finished();
  await store.close();
  let asked = '';
  await sealedShelf(on({ ...shelf, has: async (name) => { asked = name; return true; } })).has(`${prepared.name} 3`);
  t.true(shelf.all.delete(asked));
  const next = machine(t, shelf, 1);
  await next.documents.prepare(source);
  for (const number of [1, 2, 3, 4, 5, 6]) await next.documents.page(number === 3 ? async () => source : nobody, prepared, number);
  t.deepEqual(next.made, [[3]], 'without the one behind it, which is there');
  t.deepEqual(works, ['prepare']);
});

test('a shelf that fails at everything costs nothing but itself', async (t) => {
  const { documents, works, store } = machine(t, { get: fails, has: fails, put: fails, forget: fails, close: fails }, 1);
  const prepared = await documents.prepare(source);
  t.is(prepared.pages, 6);
  await prepared.finished();
  t.truthy((await documents.page(async () => source, prepared, 2)).thing);
  t.deepEqual(works, ['prepare', 'prepare']);
  await store.close();
});

test('what documents consist of is held within the memory too, the latest of it', async (t) => {
  const store = openStore({ memoryBytes: 400_000 });
  for (let at = 0; at < 100; at++) store.remember(contents(at));
  t.true(store.memoryBytes() < 50_000, String(store.memoryBytes()));
  t.is(await store.recall('d0'), undefined);
  t.is((await store.recall('d99'))?.pages, 20);
  for (let at = 0; at < 200; at++) await store.put(`p${at}`, page(at + 1));
  t.true(store.memoryBytes() <= 400_000 && store.memoryBytes() > 200_000);
  t.truthy(await store.recall('d99'));
});
