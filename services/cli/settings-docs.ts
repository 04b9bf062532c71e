/** `npm run settings:docs`: writes `docs/settings.md` and `.env.example`. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { groups } from '../settings.ts';
import { exampleFile, settingsPage } from './settings-pages.ts';

const root = join(import.meta.dirname, '../..');

await writeFile(join(root, 'docs/settings.md'), settingsPage(groups));
await writeFile(join(root, '.env.example'), exampleFile(groups));
console.log('已更新 docs/settings.md 和 .env.example');
