/** ImageMagick, which is not ours, and what it leaves of a picture. */
import { spawn } from 'node:child_process';
import type { Corners } from '../detect/rectify.ts';

export interface Attacked {
  readonly bytes: Buffer;
  /** Where a person would click the page's corners, for photographs. */
  readonly corners?: Corners;
}

/** ImageMagick reads and writes through pipes. @throws Error with what it said */
export function convert(bytes: Buffer, args: readonly string[], output = 'png:-'): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const child = spawn('convert', ['-', ...args, output], { stdio: ['pipe', 'pipe', 'pipe'] });
    const out: Buffer[] = [];
    const said: Buffer[] = [];
    child.stdout.on('data', (part: Buffer) => out.push(part));
    child.stderr.on('data', (part: Buffer) => said.push(part));
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve(Buffer.concat(out)) : reject(new Error(`convert ended with ${code}: ${Buffer.concat(said).toString().slice(0, 300)}`))));
    child.stdin.on('error', () => undefined);
    child.stdin.end(bytes);
  });
}
