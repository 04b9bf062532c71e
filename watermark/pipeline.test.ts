/** The pipeline without a browser: one thread, small pages. What a browser does is tested where one is present. */
import test from 'ava';
import { PDFDocument } from 'pdf-lib';
import { documentOf } from './pages.ts';
import { openPipeline, type Source } from './pipeline.ts';
import { openDocuments } from './pipeline/documents.ts';
import { fair, TooBusy } from './pipeline/fair.ts';
import { weightOf } from './pipeline/shared.ts';
import { openStore } from './pipeline/store.ts';
import { openWorkers, WorkLost } from './pipeline/workers.ts';
import { prepareText } from './page/text.ts';
import { ordinaryLimits } from './source/refusal.ts';
import type { Mark } from './stamp.ts';

const mark: Mark = { id: '00000000002a', key: Buffer.alloc(32, 1), series: '1', lines: ['李静'], strength: 'ordinary' };
const source: Source = { bytes: Buffer.from('姓名：王建国\n'.repeat(120)) };
const whole = async (): Promise<Source> => source;
const nobody = async (): Promise<Source> => { throw new Error('asked for what is kept'); };
const page = (fill: number): ReturnType<typeof prepareText> => prepareText({ width: 64, height: 64, grey: new Uint8Array(4096).fill(fill) }, 150);

test('a document is prepared once, each viewer gets an own copy, another revision is another document', async (t) => {
  const pipeline = await openPipeline({ threads: 1, memoryBytes: 50_000_000, limits: { dpi: 60 }, milliseconds: 60_000 });
  t.teardown(() => pipeline.close());
  const [prepared, same] = await Promise.all([pipeline.prepare(source), pipeline.prepare(source)]);
  t.is(prepared.name, same.name);
  t.is(prepared.pages, 6);
  const first = await pipeline.page(nobody, prepared, 1, mark, 'a');
  const other = await pipeline.page(nobody, prepared, 1, { ...mark, id: '00000000002b' }, 'b');
  t.is(first.type, 'image/png');
  t.false(first.bytes.equals(other.bytes));
  t.true((await pipeline.pdf(nobody, prepared, mark, 'a', { viewer: '李静', at: new Date(0) })).includes('/Count 6'));
  t.is(await pipeline.textPdf(async () => source, prepared, mark, 'a', { viewer: '李静', at: new Date(0) }), undefined, 'no PDF');
  const drawn = await PDFDocument.create();
  drawn.addPage();
  let asked = 0;
  const lines = async (): Promise<Source> => { asked += 1; return { bytes: await drawn.save() }; };
  const copies = await Promise.all(['李静', '王芳'].map((viewer) => pipeline.textPdf(lines, prepared, mark, viewer, { viewer, at: new Date(0), title: '出院指导' })));
  t.true(copies[0]?.includes(Buffer.from('李静', 'utf16le').swap16().toString('hex')) === true && copies[1]?.equals(copies[0]) === false);
  t.is(asked, 1, 'prepared once');
  await t.throwsAsync(pipeline.page(nobody, prepared, 7, mark, 'a'), { instanceOf: RangeError });
  await t.throwsAsync(pipeline.prepare({ html: '<p>x</p>' }), { name: 'SourceRefused', message: /unsupported/ });
  await t.throwsAsync(pipeline.prepare({ bytes: Buffer.from('%PDF-1.4 broken') }), { name: 'SourceRefused', message: /damaged/ });
});

test('what the store let go is prepared again, from the same revision only', async (t) => {
  const pipeline = await openPipeline({ threads: 1, memoryBytes: 1, limits: { dpi: 50 }, milliseconds: 60_000 });
  t.teardown(() => pipeline.close());
  const prepared = await pipeline.prepare(source);
  await prepared.finished();
  let asked = 0;
  const again = async (): Promise<Source> => { asked += 1; return source; };
  t.is((await pipeline.page(again, prepared, 1, mark, 'a')).type, 'image/png');
  t.is(asked, 1);
  t.is((await pipeline.find(again, prepared, '王建国', 500)).hits.length, 120, 'words too');
  t.is(asked, 2, 'all that are missing at once');
  t.true((await pipeline.pdf(again, prepared, mark, 'a', { viewer: '李静', at: new Date(0) })).includes('/Count 6'));
  await t.throwsAsync(pipeline.page(async () => ({ bytes: Buffer.from('another') }), prepared, 2, mark, 'a'), { message: /another revision/ });
  await t.throwsAsync(pipeline.page(again, { ...prepared, pages: 9 }, 8, mark, 'a'), { message: /fewer pages/ });
});

/** Pages of a document as a store holds them, and workers that count which were made. */
async function counted(t: { teardown: (end: () => Promise<unknown>) => void }, roomFor: number) {
  const limits = { ...ordinaryLimits, dpi: 50 };
  const workers = openWorkers(new URL('./pipeline/thread.ts', import.meta.url), { count: 1, milliseconds: 60_000, megabytes: 512 }, ({ name, message }) => Object.assign(new Error(message), { name }));
  t.teardown(() => workers.close());
  const { pages, words } = await documentOf((source as { bytes: Uint8Array }).bytes, limits);
  const store = openStore({ memoryBytes: roomFor * Math.max(...pages.map((one, at) => weightOf(one) + weightOf(words[at]!))) });
  /** What was made again: numbers of pages, work by work. */
  const made: (readonly number[] | undefined)[] = [];
  const documents = openDocuments({ store, limits, threads: 1, printer: undefined, workers: { ...workers, run: async (work, more) => {
    made.push((work as { pages?: { only?: readonly number[] } }).pages?.only);
    return workers.run(work, more);
  } } });
  const prepared = await documents.prepare(source);
  await prepared.finished();
  return { documents, made, prepared };
}

test('a page that fell out is prepared alone, and the one behind it ahead of who scrolls; the others are left in peace', async (t) => {
  const { documents, made, prepared } = await counted(t, 3);
  t.deepEqual(made, []);
  const [one, same] = await Promise.all([documents.page(whole, prepared, 1), documents.page(whole, prepared, 1)]);
  t.is(one.thing, same.thing, 'who asks meanwhile waits for the same');
  t.deepEqual(made, [[1, 2]]);
  await documents.page(nobody, prepared, 2);
  t.is(made.length, 1, 'the neighbour was there');
  await documents.page(whole, prepared, 6);
  t.true(made.length <= 2 && !(made[1] ?? []).includes(5));
});

test('each page of a long document gives it more time; one that stands still is given up', async (t) => {
  const wait = '(ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)';
  const code = `import { parentPort } from 'node:worker_threads'; parentPort.on('message', ({ work }) => { for (let at = 0; at < work; at++) { (${wait})(350); parentPort.postMessage({ part: at }); } if (work === 3) (${wait})(60_000); parentPort.postMessage({ done: work }); });`;
  const workers = openWorkers(new URL(`data:text/javascript,${encodeURIComponent(code)}`), { count: 1, milliseconds: 6000, perPart: 1200, megabytes: 64 }, ({ message }) => new Error(message));
  t.teardown(() => workers.close());
  const parts: unknown[] = [];
  t.is(await workers.run(18, { part: (part) => void parts.push(part) }), 18, 'longer than six seconds in all');
  t.is(parts.length, 18);
  await t.throwsAsync(workers.run(3), { instanceOf: WorkLost, message: /7\d\d\d ms/ });
});

test('a thread is lent a page once, and keeps it no longer than the store does', async (t) => {
  const code = `import { parentPort } from 'node:worker_threads'; const held = new Set(); parentPort.on('message', ({ work, lent, back = [] }) => { for (const name of back) held.delete(name); for (const [name] of lent ?? []) held.add(name); if (work !== undefined) parentPort.postMessage({ done: [[...(lent ?? new Map()).keys()], [...held]] }); });`;
  const workers = openWorkers(new URL(`data:text/javascript,${encodeURIComponent(code)}`), { count: 1, milliseconds: 60_000, megabytes: 64 }, ({ message }) => new Error(message));
  t.teardown(() => workers.close());
  const lend = (name: string) => workers.run('x', { lent: new Map([[name, new Uint8Array(9)]]) });
  t.deepEqual([await lend('a'), await lend('b'), await lend('a')], [[['a'], ['a']], [['b'], ['a', 'b']], [[], ['a', 'b']]]);
  const left: string[] = [];
  const store = openStore({ memoryBytes: weightOf(page(9)) * 4.5, left: (name) => { left.push(name); workers.takeBack(name); } });
  for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) await store.put(name, page(9));
  t.deepEqual(left, ['a', 'b']);
  t.deepEqual(await workers.run('x'), [[], []]);
});

test('viewers take turns; what waits can be given up; too much waiting is refused', async (t) => {
  const turns = fair(1, 3);
  const done: string[] = [];
  const work = (name: string) => async (): Promise<void> => { await new Promise((resolve) => { setImmediate(resolve); }); done.push(name); };
  const controller = new AbortController();
  const all = [turns.run('a', work('a1')), turns.run('a', work('a2')), turns.run('a', work('a3')), turns.run('b', work('b1'))];
  const given = t.throwsAsync(turns.run('a', work('a4'), controller.signal), { name: 'AbortError' });
  await t.throwsAsync(turns.run('a', work('a5')), { instanceOf: TooBusy });
  controller.abort();
  await Promise.all([...all, given]);
  t.deepEqual(done, ['a1', 'a2', 'b1', 'a3']);
  await t.throwsAsync(turns.run('a', () => { throw new Error('fell'); }), { message: 'fell' });
  t.is(turns.waiting(), 0);
});

test('who goes before a page is made has gone at once, and takes nothing from the others', async (t) => {
  const pipeline = await openPipeline({ threads: 1, memoryBytes: 50_000_000, limits: { dpi: 50 }, milliseconds: 60_000 });
  t.teardown(() => pipeline.close());
  const opening = pipeline.prepare(source, 'a');
  const { name } = await pipeline.prepare({ bytes: Buffer.from('x') });
  const leaving = new AbortController();
  // Of another opening, as after a start: nothing is known of the document yet.
  const prepared = { name: (await opening).name, pages: 6 };
  t.not(prepared.name, name);
  const [gone, stayed] = [pipeline.page(whole, prepared, 6, mark, 'a', leaving.signal), pipeline.page(whole, prepared, 6, mark, 'b')];
  leaving.abort();
  await t.throwsAsync(gone, { name: 'AbortError' });
  t.is((await stayed).type, 'image/png');
  t.is((await (await opening).finished()).looks.length, 6);
});

test('a long work gives its thread to whoever is waited for; what is ahead stands behind', async (t) => {
  const code = `import { parentPort } from 'node:worker_threads'; parentPort.on('message', ({ work, askedFor }) => { parentPort.postMessage({ part: work }); while (work === 'long' && Atomics.wait(askedFor, 0, 0, 5) === 'timed-out'); parentPort.postMessage({ done: work }); });`;
  const workers = openWorkers(new URL(`data:text/javascript,${encodeURIComponent(code)}`), { count: 1, milliseconds: 60_000, megabytes: 64 }, ({ message }) => new Error(message));
  t.teardown(() => workers.close());
  const done: string[] = [];
  const begun = Promise.withResolvers<void>();
  const long = workers.runLong(() => 'long', true, () => begun.resolve()).then(() => done.push('long'));
  await begun.promise;
  const behind = workers.runLong(() => 'ahead', true, () => undefined).then(() => done.push('ahead'));
  const nothing = workers.runLong(() => undefined, true, () => undefined).then(() => done.push('nothing left'));
  // Without being asked for its thread the long one would never end.
  const waited = workers.run('waited for').then(() => done.push('waited for'));
  await Promise.all([long, behind, nothing, waited]);
  t.deepEqual(done.slice(0, 2), ['long', 'waited for']);
  t.deepEqual(done.slice(2).toSorted(), ['ahead', 'nothing left']);
});

test('a work that hangs or takes its thread with it fails alone', async (t) => {
  const code = `import { parentPort } from 'node:worker_threads'; parentPort.on('message', ({ work, lent, back }) => { if (work === 'hang') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0); if (work === 'end') process.exit(1); parentPort.postMessage({ done: work }); });`;
  const workers = openWorkers(new URL(`data:text/javascript,${encodeURIComponent(code)}`), { count: 1, milliseconds: 5000, megabytes: 64 }, ({ message }) => new Error(message));
  t.teardown(() => workers.close());
  t.is(await workers.run('first'), 'first');
  await t.throwsAsync(workers.run('hang'), { instanceOf: WorkLost, message: /5000 ms/ });
  await t.throwsAsync(workers.run('end'), { instanceOf: WorkLost });
  t.is(await workers.run('after'), 'after');
});
