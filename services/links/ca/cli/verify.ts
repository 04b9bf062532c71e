/**
 * `npm run signature:verify -- FILE.json [--root ROOT.pem]… [--trust TRUST.json]`
 *
 * FILE holds `{ document, signature }` as a signed document is exported; TRUST what `CertificateAuthority.trust()` answers. Needs
 * neither the service nor its database. Exit: 0 holds, 1 does not hold, 2 cannot be decided.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { verifyWords } from '../phrases.ts';
import type { Trust } from '../port.ts';
import { verifySignature } from '../verify.ts';
import { report } from './report.ts';

const signedFile = z.object({ document: z.unknown(), signature: z.unknown() });
const trustFile = z.object({
  roots: z.array(z.string()),
  revocations: z.array(
    z.object({ serial: z.string(), at: z.iso.datetime(), reason: z.enum(['superseded', 'pin-lost', 'key-compromised', 'left', 'data-wrong']) }),
  ),
});

/** Something to say instead of a verdict. */
class Unusable extends Error {}

async function main(): Promise<number> {
  const { values, positionals } = readArguments();
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new Unusable(verifyWords.usage);
  const read = signedFile.safeParse(readJson(file));
  if (!read.success || read.data.signature === undefined) throw new Unusable(verifyWords.noSignature);
  const { document, signature } = read.data;
  const trust = trustFrom(values.root ?? [], values.trust);
  const verdict = await verifySignature(document, signature, trust, Date.now());
  const { lines, exit } = report(verdict, signature, { roots: trust.roots.length, revocationsKnown: values.trust !== undefined });
  console.log(lines.join('\n'));
  return exit;
}

function readArguments(): { values: { root?: string[]; trust?: string }; positionals: string[] } {
  try {
    const options = { root: { type: 'string', multiple: true }, trust: { type: 'string' } } as const;
    return parseArgs({ options, allowPositionals: true });
  } catch {
    throw new Unusable(verifyWords.usage);
  }
}

function trustFrom(rootFiles: readonly string[], file: string | undefined): Trust {
  const roots = rootFiles.map(readText);
  if (file === undefined) return { roots, revocations: [] };
  const read = trustFile.safeParse(readJson(file));
  if (!read.success) throw new Unusable(verifyWords.unreadableFile(file));
  return { roots: [...roots, ...read.data.roots], revocations: read.data.revocations };
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readText(file));
  } catch {
    throw new Unusable(verifyWords.unreadableFile(file));
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new Unusable(verifyWords.unreadableFile(file));
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof Unusable)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
