/** `node bots/dingtalk/cli/build-template.ts`: writes the card template's import file from its manifest. */
import { readFileSync, writeFileSync } from 'node:fs';
import { buildTemplate } from '../templates/build.ts';
import { manifestSchema } from '../templates/manifest.ts';

const folder = new URL('../templates/', import.meta.url);
const manifest = manifestSchema.parse(JSON.parse(readFileSync(new URL('wardline-card.manifest.json', folder), 'utf8')));
writeFileSync(new URL('wardline-card.json', folder), `${JSON.stringify(buildTemplate(manifest), null, 2)}\n`);
console.log('bots/dingtalk/templates/wardline-card.json');
