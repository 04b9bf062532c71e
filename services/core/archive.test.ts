import test from 'ava';
import { readArchive } from './archive.ts';
import { preparedImage } from './image.ts';

test('the prepared image: folders before what is in them, files as views on the archive, and a cut-off archive is refused', async (t) => {
  const image = await preparedImage();
  const entries = [...readArchive(image)];
  const seen = new Set(['']);
  for (const { path, bytes } of entries) {
    t.true(seen.has(path.slice(0, Math.max(path.lastIndexOf('/'), 0))), path);
    if (bytes === undefined) seen.add(path);
    else if (bytes.length > 0) t.is(bytes.buffer, image.buffer);
  }
  const version = entries.find(({ path }) => path === 'PG_VERSION')?.bytes ?? new Uint8Array();
  t.regex(Buffer.from(version).toString(), /^\d+\n$/);
  t.true(entries.some(({ path, bytes }) => /^base\/\d+\/\d+$/.test(path) && bytes !== undefined && bytes.length % 8192 === 0));
  const whole = entries.findLast(({ bytes }) => bytes !== undefined && bytes.length > 0)?.bytes;
  t.throws(() => [...readArchive(image.subarray(0, (whole?.byteOffset ?? 0) - image.byteOffset + 1))], { instanceOf: RangeError });
});
