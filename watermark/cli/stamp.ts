/**
 * `npm run watermark -- IN OUT --viewer 李静 --id 0123456789ab [--purpose … --strength 1|2 --key … --series … --dpi 150]`:
 * a picture or PDF from outside with a viewer's mark; OUT is a picture, or a PDF of pictures where it ends in .pdf (`--text`: one that stays text). Says how
 * far a picture is from the page without its hidden code, and whether a reader could see it.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { keyOf } from './key.ts';
import { pagesOf } from '../pages.ts';
import { pdfOf } from '../paint/pdf.ts';
import { type Mark, stamp } from '../stamp.ts';
import { psnr } from '../measure/quality.ts';
import { type Visibility, noticeable, visibilityOf } from '../measure/visible.ts';
import { fillSlots, slotPdf } from '../paint/slots.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { viewer: { type: 'string' }, id: { type: 'string' }, purpose: { type: 'string' }, strength: { type: 'string', default: '1' }, key: { type: 'string' }, series: { type: 'string', default: '0' }, page: { type: 'string', default: '1' }, dpi: { type: 'string', default: '150' }, text: { type: 'boolean', default: false } },
});

const said = ({ median, high, seen }: Visibility): string => `ΔE ${median.toFixed(2)}, ${high.toFixed(2)} at 99 %, noticeable (> ${noticeable}) in ${(seen * 100).toFixed(2)} %`;

async function run(): Promise<void> {
  const [input, output] = positionals;
  if (input === undefined || output === undefined || values.id === undefined) throw new RangeError('npm run watermark -- IN OUT --viewer NAME --id 0123456789ab');
  const now = new Date().toLocaleString('sv-SE', { timeZone: 'Asia/Shanghai' }).slice(0, 16);
  const lines = values.viewer === undefined ? [] : [values.viewer, `${now} ${values.purpose ?? ''}`.trim()];
  const mark: Mark = { id: values.id, key: keyOf(values.key), series: values.series, lines, strength: values.strength === '2' ? 'restricted' : 'ordinary' };
  if (values.text) {
    writeFileSync(output, fillSlots(await slotPdf(readFileSync(input), 500), mark, { viewer: values.viewer ?? '', at: new Date() }));
    return;
  }
  const pages = await pagesOf(readFileSync(input), { dpi: Number(values.dpi) });
  if (output.endsWith('.pdf')) {
    writeFileSync(output, await pdfOf(pages, mark, { viewer: values.viewer ?? '', at: new Date() }));
    return;
  }
  const page = pages[Number(values.page) - 1];
  if (page === undefined) throw new RangeError(`--page: there are ${pages.length}`);
  writeFileSync(output, (await stamp(page, mark)).bytes);
  const { paper, all } = await visibilityOf(page, mark);
  console.error(`hidden code: PSNR ${(await psnr(page, mark)).toFixed(1)} dB; S-CIELAB paper ${said(paper)}; whole page ${said(all)}`);
}

try {
  await run();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
