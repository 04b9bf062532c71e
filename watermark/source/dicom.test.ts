import test from 'ava';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { documentOf } from '../pages.ts';
import { twoFrames } from './dicom.samples.ts';
import { SourceRefused } from './refusal.ts';
import { windowsFor } from './dicom.ts';

const folder = join(import.meta.dirname, '../../../shared/data/dicom/pydicom');

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
