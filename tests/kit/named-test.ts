/** Pages name tests as proof: `file` › title. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.join(import.meta.dirname, '..', '..');

/** What is wrong with a named test; empty when it is there. */
export function namedTestTrouble(named: string): string {
  const [, file, title] = /^`([^`]+\.test\.ts)` › (.+)$/.exec(named) ?? [];
  if (file === undefined || title === undefined) return `not in the form \`file\` › title: ${named}`;
  if (title === '…') return `${file}: its title is still to be named`;
  const at = path.join(root, file);
  if (!existsSync(at)) return `${file} does not exist`;
  const source = readFileSync(at, 'utf8');
  // The whole title as the test spells it, not a part of one or a word in a comment.
  return ["'", '"', '`'].some((quote) => source.includes(quote + title + quote)) ? '' : `${file} has no test "${title}"`;
}
