import test from 'ava';
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeOlder } from './image.ts';

test('earlier images and halves of one go; the present one and what is being written stay', async (t) => {
  const place = await mkdtemp(join(tmpdir(), 'wardline-image-'));
  t.teardown(() => rm(place, { recursive: true }));
  for (const [name, minute] of [['old.tar', 1], ['old.tar.0199', 2], ['present.tar', 3], ['later.tar.0200', 4]] as const) {
    await writeFile(join(place, name), '');
    await utimes(join(place, name), minute * 60, minute * 60);
  }
  t.deepEqual((await removeOlder(place, 'present.tar')).toSorted(), ['old.tar', 'old.tar.0199']);
  t.deepEqual((await readdir(place)).toSorted(), ['later.tar.0200', 'present.tar']);
});
