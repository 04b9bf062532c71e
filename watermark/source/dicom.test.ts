import test from 'ava';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { documentOf } from '../pages.ts';
import { SourceRefused } from './refusal.ts';
import { windowsFor } from './dicom.ts';

const folder = join(import.meta.dirname, '../../../shared/data/dicom/pydicom');

function written([tag, vr, value]: readonly [string, string, Buffer]): Buffer {
  const long = ['OB', 'OW'].includes(vr);
  const head = Buffer.alloc(long ? 12 : 8);
  head.writeUInt16LE(Number.parseInt(tag.slice(0, 4), 16), 0);
  head.writeUInt16LE(Number.parseInt(tag.slice(4), 16), 2);
  head.write(vr, 4, 'latin1');
  if (long) head.writeUInt32LE(value.length, 8);
  else head.writeUInt16LE(value.length, 6);
  return Buffer.concat([head, value]);
}

/** Explicit VR little endian, as short as PS3.10 allows: `elements` are tag, VR, value. */
function object(elements: readonly (readonly [string, string, Buffer])[], syntax = '1.2.840.10008.1.2.1'): Buffer {
  const meta = written(['00020010', 'UI', Buffer.from(syntax.length % 2 === 1 ? `${syntax}\0` : syntax)]);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(meta.length);
  return Buffer.concat([Buffer.alloc(128), Buffer.from('DICM'), written(['00020000', 'UL', length]), meta, ...elements.map(written)]);
}

const us = (value: number): Buffer => { const bytes = Buffer.alloc(2); bytes.writeUInt16LE(value); return bytes; };
const text = (words: string): Buffer => Buffer.from(words.length % 2 === 1 ? `${words} ` : words);

/** Two frames of 4 × 4 in Hounsfield units: air, and bone. */
function twoFrames(frames = '2', syntax?: string): Buffer {
  const pixels = Buffer.alloc(64);
  for (let at = 0; at < 32; at++) pixels.writeInt16LE(at < 16 ? 24 : 1724, at * 2);
  return object([
    ['00080060', 'CS', text('CT')], ['00280002', 'US', us(1)], ['00280004', 'CS', text('MONOCHROME2')], ['00280008', 'IS', text(frames)], ['00280010', 'US', us(4)], ['00280011', 'US', us(4)],
    ['00280100', 'US', us(16)], ['00280101', 'US', us(16)], ['00280102', 'US', us(15)], ['00280103', 'US', us(1)], ['00281052', 'DS', text('-1024')], ['00281053', 'DS', text('1')], ['7FE00010', 'OW', pixels],
  ], syntax);
}

/** How many pages, or why none. */
const trouble = (bytes: Uint8Array): Promise<string> => documentOf(bytes).then(({ pages }) => `${pages.length}`, (error: unknown) => (error instanceof SourceRefused ? error.trouble : String(error)));

test('each frame is a page; a CT is seen through a window, and another one shows something else', async (t) => {
  const bytes = twoFrames();
  const { pages, windows } = await documentOf(bytes);
  t.is(pages.length, 2);
  t.true(windows.includes('lung') && windows.includes('bone'));
  const [own, lung, bone] = [pages, (await documentOf(bytes, { window: 'lung' })).pages, (await documentOf(bytes, { window: 'bone' })).pages].map((each) => JSON.stringify(each));
  t.is(new Set([own, lung, bone]).size, 3);
});

test('frames that are not there, too many, and what is compressed otherwise: refused by what it is', async (t) => {
  t.is(await trouble(twoFrames('3')), 'damaged');
  t.is(await trouble(twoFrames('0')), 'damaged');
  t.is(await trouble(twoFrames('9000')), 'too-many-pages');
  t.is(await trouble(twoFrames('2', '1.2.840.10008.1.2.4.90')), 'compressed');
  t.is(await trouble(twoFrames('2', '1.2.840.10008.1.2.5')), 'compressed');
  t.is(await trouble(twoFrames().subarray(0, 180)), 'damaged');
});

const real = (name: string): Buffer => readFileSync(join(folder, name));
const ifThere = existsSync(folder) ? test : test.skip;

ifThere('real objects: shown, or refused by what they are', async (t) => {
  const seen = await Promise.all(['CT_small.dcm', 'MR_small.dcm', 'MR_small_implicit.dcm', 'MR_small_bigendian.dcm', 'JPEG2000.dcm', 'MR_small_jpeg_ls_lossless.dcm', 'SC_rgb_rle_16bit_2frame.dcm', 'MR_truncated.dcm'].map((name) => trouble(real(name))));
  t.deepEqual(seen, ['1', '1', '1', '1', 'compressed', 'compressed', 'compressed', 'damaged']);
  t.true(windowsFor(real('CT_small.dcm')).length > 0);
  t.is(windowsFor(real('MR_small.dcm')).length, 0);
});
