/** From an opening to what the watermark paints. */
import { hkdfSync } from 'node:crypto';
import type { Mark } from '../../../watermark/stamp.ts';
import type { KeyRing } from '../../core/seal.ts';
import type { MarkLook, Opening } from './model.ts';
import { codeOfPage, linesOf, styleOf } from './rules.ts';

/** The key marks are made with and read by: from the sealing key of that version, and for nothing else. */
export function markKey(seal: Pick<KeyRing, 'key'>, version: number): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', seal.key(version), Buffer.alloc(0), 'wardline watermark', 32));
}

/** @param purpose where the copy is for something else than the opening was */
export function markOf(seal: Pick<KeyRing, 'key'>, opening: Opening, page: number, look: MarkLook, purpose?: string): Mark {
  const { code, keyVersion, series, strength, kind } = opening;
  return { id: codeOfPage(code, page), key: markKey(seal, keyVersion), series, strength, lines: kind === 'screen' ? [] : linesOf(opening, purpose), style: styleOf(look) };
}
