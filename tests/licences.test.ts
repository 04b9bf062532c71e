/** What we hand on with the product must be free to hand on: no copyleft that reaches our own code. */
import test from 'ava';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const root = join(import.meta.dirname, '..');
const lockfile = z.object({
  packages: z.record(z.string(), z.object({ dev: z.boolean().optional(), link: z.boolean().optional(), license: z.string().optional() })),
});
const manifest = z.object({ license: z.union([z.string(), z.object({ type: z.string() })]).optional() });

/** Licences whose sources we would have to give, or whose use is restricted. LGPL libraries are linked, not included. */
const refused = /(^|[^L])GPL|AGPL|SSPL|BUSL|Elastic|Commons-Clause|CC-BY-NC|UNLICENSED/i;

/** Says nothing in its manifest; read by a person. */
const readByHand: Readonly<Record<string, string>> = { 'node_modules/seq-queue': 'MIT' };

/** Of `A OR B` the taker chooses; of `A AND B` both hold. */
function isFree(licence: string): boolean {
  return licence.replaceAll(/[()]/g, '').split(/\s+OR\s+/).some((choice) => choice !== '' && !refused.test(choice));
}

function licenceOf(path: string, inLock: string | undefined): string {
  if (inLock !== undefined) return inLock;
  const file = join(root, path, 'package.json');
  if (!existsSync(file)) return '';
  const { license } = manifest.parse(JSON.parse(readFileSync(file, 'utf8')));
  return typeof license === 'string' ? license : (license?.type ?? '');
}

test('every package of production has a licence we can hand on', (t) => {
  const { packages } = lockfile.parse(JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')));
  const production = Object.entries(packages).filter(([path, { dev, link }]) => path.startsWith('node_modules/') && dev !== true && link !== true);
  t.true(production.length > 50);
  const odd = production.map(([path, { license }]) => ({ path, licence: readByHand[path] ?? licenceOf(path, license) })).filter(({ licence }) => !isFree(licence));
  t.deepEqual(odd, []);
});

test('what is refused and what is not', (t) => {
  t.deepEqual(['MIT', 'Apache-2.0', '(MIT OR GPL-3.0-or-later)', 'LGPL-3.0-or-later', 'BSD-2-Clause'].filter((licence) => !isFree(licence)), []);
  t.deepEqual(['AGPL-3.0', 'GPL-2.0-only', 'MIT AND GPL-3.0', '', 'UNLICENSED', 'BUSL-1.1'].filter(isFree), []);
});
