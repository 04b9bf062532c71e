/** What a sender may get wrong, or mean badly: a clear refusal in bounded time and memory, and the next document is shown. */
import test from 'ava';
import * as fc from 'fast-check';
import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import { PDFDocument } from 'pdf-lib';
import { readableOf, textOf } from '../../services/shared/viewing/content.ts';
import { changes, decoded, looked, openDecoders, samples, spoilt } from './documents.ts';

const good = Buffer.from('主诉：胸痛');

test.serial('encrypted, cut off, two thousand pages, 300 megapixels in 40 kilobytes: each refused by what it is, and the next is shown', async (t) => {
  const pipeline = await openDecoders();
  t.teardown(() => pipeline.close());
  const pdf = await PDFDocument.create();
  for (let at = 0; at < 2000; at++) pdf.addPage([200, 200]);
  t.is(await decoded(pipeline, await pdf.save()), 'too-many-pages');
  const [whole = Buffer.alloc(0)] = await samples();
  t.is(await decoded(pipeline, whole.subarray(0, 60)), 'damaged');
  t.is(await decoded(pipeline, Buffer.concat([whole.subarray(0, 200), Buffer.alloc(3000, 0x28)])), 'damaged', 'brackets without end');
  const bomb = png(20_000, 15_000);
  t.true(bomb.length < 100_000);
  t.is(await decoded(pipeline, bomb), 'too-large');
  t.is(await looked(bomb), 'unreadable');
  const wide = await PDFDocument.create();
  wide.addPage([14_000, 14_000]);
  t.is(await decoded(pipeline, await wide.save()), 'too-large');
  const locked = await encrypted(t, whole);
  // A machine without qpdf cannot lock one.
  if (locked !== undefined) t.is(await decoded(pipeline, locked), 'encrypted');
  for (const head of ['DICM', 'DICM\u0002\u0000\u0000\u0000UL\u0004\u0000']) t.not(await decoded(pipeline, Buffer.concat([Buffer.alloc(128), Buffer.from(head, 'latin1'), Buffer.alloc(300, 0xff)])), 'pages');
  t.is(await decoded(pipeline, good), 'pages');
});

const chunk = (name: string, body: Buffer): Buffer => {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), body]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(body.length);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
};

/** One bit a pixel, all alike: what deflate makes least of. */
function png(width: number, height: number): Buffer {
  const head = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0]);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  return Buffer.concat([Buffer.from('\u0089PNG\r\n\u001a\n', 'latin1'), chunk('IHDR', head), chunk('IDAT', deflateSync(Buffer.alloc((1 + width / 8) * height), { level: 9 })), chunk('IEND', Buffer.alloc(0))]);
}

async function encrypted(t: { teardown: (end: () => Promise<void>) => void }, pdf: Buffer): Promise<Buffer | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'wardline-locked-'));
  t.teardown(() => rm(folder, { recursive: true }));
  const [from, to] = [join(folder, 'a.pdf'), join(folder, 'b.pdf')];
  await writeFile(from, pdf);
  const { error } = spawnSync('qpdf', ['--encrypt', 'open', 'own', '256', '--', from, to]);
  return error === undefined ? readFile(to) : undefined;
}

test.serial('property: a file spoilt anywhere makes pages or a refusal that is known; so does the tracing’s door', async (t) => {
  const pipeline = await openDecoders();
  t.teardown(() => pipeline.close());
  const files = await samples();
  await fc.assert(fc.asyncProperty(fc.nat({ max: files.length - 1 }), changes, async (which, all) => {
    const file = spoilt(files[which]!, all);
    t.is(typeof (await decoded(pipeline, file)), 'string');
    t.is(typeof (await looked(file)), 'string');
  }), { numRuns: 40, seed: 5 });
  t.is(await decoded(pipeline, good), 'pages');
});

const xml = (entity: string): Buffer => Buffer.from(`<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x ${entity}>]><ClinicalDocument><title>&x;</title></ClinicalDocument>`);

test('HTML without a browser: scripts, remote pictures and files of the machine leave nothing', (t) => {
  const said = textOf('<p>主诉</p><script>steal()</script><img src="http://evil.example/a.png" alt="x"><iframe src="file:///etc/passwd"></iframe><style>p{background:url(http://evil.example)}</style><a href="http://evil.example/b">胸痛</a>');
  t.regex(said, /主诉[\s\S]*胸痛/);
  t.notRegex(said, /steal|evil|passwd/);
  const inside = readableOf('text/xml', xml(`"${'z'.repeat(50)}"`));
  t.true('html' in inside && !inside.html.includes('zzzz'), 'nothing grows');
  t.throws(() => readableOf('text/xml', xml('SYSTEM "file:///etc/passwd"')), { name: 'SourceRefused' });
});

const html = (body: string) => readableOf('text/html; charset=utf-8', Buffer.from(body));
const nested = (count: number, tag: string): string => `<${tag} class="a">`.repeat(count) + '主诉' + `</${tag}>`.repeat(count);

test('boxes in boxes without end are refused before anybody takes them apart; long records are not', (t) => {
  for (const tag of ['div', 'span', 'table']) t.like(t.throws(() => html(nested(100_000, tag))), { name: 'SourceRefused', trouble: 'damaged' });
  for (const body of [nested(900, 'div'), '<p>胸痛<br>3 小时'.repeat(20_000), nested(30, 'div').repeat(1000), '<table><tr><td>血钾<td>7.1'.repeat(500)]) t.true('html' in html(body));
});
