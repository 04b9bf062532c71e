/** The pipeline without a browser: one thread, small pages. What a browser does is tested where one is present. */
import test from 'ava';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PDFDocument } from 'pdf-lib';
import { openPipeline, type Source } from './pipeline.ts';
import { fair, TooBusy } from './pipeline/fair.ts';
import { openStore } from './pipeline/store.ts';
import { openWorkers, WorkLost } from './pipeline/workers.ts';
import { prepareText } from './page/text.ts';
import type { Mark } from './stamp.ts';

const mark: Mark = { id: '00000000002a', key: Buffer.alloc(32, 1), series: '1', lines: ['李静'], strength: 'ordinary' };
const source: Source = { bytes: Buffer.from('姓名：王建国\n'.repeat(120)) };
const nobody = async (): Promise<Source> => { throw new Error('asked for what is kept'); };
const page = (fill: number): ReturnType<typeof prepareText> => prepareText({ width: 64, height: 64, grey: new Uint8Array(4096).fill(fill) }, 150);

test('a document is prepared once, each viewer gets an own copy, another revision is another document', async (t) => {
  const pipeline = await openPipeline({ threads: 1, memoryBytes: 50_000_000, limits: { dpi: 60 }, milliseconds: 60_000 });
  t.teardown(() => pipeline.close());
  const [prepared, same] = await Promise.all([pipeline.prepare(source), pipeline.prepare(source)]);
  t.deepEqual(prepared, same);
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
  let asked = 0;
  const again = async (): Promise<Source> => { asked += 1; return source; };
  t.is((await pipeline.page(again, prepared, 1, mark, 'a')).type, 'image/png');
  t.is(asked, 1);
  await t.throwsAsync(pipeline.page(async () => ({ bytes: Buffer.from('another') }), prepared, 2, mark, 'a'), { message: /another revision/ });
});

test('store: bounded; on disk nothing can be read, changed files are not taken, nothing is left', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'wardline-store-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  const store = await openStore({ memoryBytes: 1, folder, diskBytes: 30_000 });
  await store.put('one', page(0));
  await store.put('two', page(84));
  t.is((await store.get('one'))?.kind, 'indexed');
  const files = await readdir(folder);
  t.is(files.length, 2);
  for (const file of files) t.false((await readFile(join(folder, file))).includes('indexed'));
  for (const file of files) await writeFile(join(folder, file), Buffer.alloc(9000, 1));
  t.is(await store.get('two'), undefined);
  for (let at = 0; at < 8; at++) await store.put(`more ${at}`, page(at));
  t.true((await readdir(folder)).length <= 6);
  t.true(store.memoryBytes() < 20_000);
  await store.close();
  t.deepEqual(await readdir(folder).then((left) => left.filter((file) => !files.includes(file))), []);
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

test('a work that hangs or takes its thread with it fails alone', async (t) => {
  const code = `import { parentPort } from 'node:worker_threads'; parentPort.on('message', (work) => { if (work === 'hang') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0); if (work === 'end') process.exit(1); parentPort.postMessage({ done: work }); });`;
  const workers = openWorkers(new URL(`data:text/javascript,${encodeURIComponent(code)}`), { count: 1, milliseconds: 5000, megabytes: 64 }, ({ message }) => new Error(message));
  t.teardown(() => workers.close());
  t.is(await workers.run('first'), 'first');
  await t.throwsAsync(workers.run('hang'), { instanceOf: WorkLost, message: /5000 ms/ });
  await t.throwsAsync(workers.run('end'), { instanceOf: WorkLost });
  t.is(await workers.run('after'), 'after');
});
