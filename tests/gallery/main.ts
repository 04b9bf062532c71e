/** `npm run gallery [-- FOLDER]`: writes the gallery page and says where. */
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { galleryPage } from './page.ts';
import { allSamples } from './samples.ts';

const folder = resolve(process.argv[2] ?? join(tmpdir(), 'wardline-gallery'));
const file = join(folder, 'index.html');
const shelves = await allSamples();
await mkdir(folder, { recursive: true });
await writeFile(file, galleryPage(shelves));
console.log(`${shelves.reduce((sum, shelf) => sum + shelf.samples.length, 0)} cards: ${file}`);
