/** Recordings: sealed, and by themselves until a disposal holds them. */
import { createHash } from 'node:crypto';
import type { Tx } from '../../core/db.ts';
import { newId } from '../../core/ids.ts';
import type { KeyRing } from '../../core/seal.ts';
import type { SealedTable } from '../../core/sealed.ts';
import type { VoiceNote } from './model.ts';
import { refuse } from './rules/refuse.ts';

const purpose = (id: string): string => `critical-value.voice ${id}`;

export const sealedVoices: SealedTable = { table: 'critical_value_voice', id: 'id', idType: 'uuid', columns: [{ column: 'sealed_content', kind: 'bytes', purpose }] };

interface Recording {
  readonly value: string;
  readonly by: string;
  readonly bytes: Buffer;
  readonly mediaType: string;
  readonly seconds: number;
  readonly now: Date;
}

/** One of a person's at a time: a new one takes the place of what was recorded before and kept nowhere. */
export async function insertVoice(tx: Tx, seal: KeyRing, { value: valueId, by, bytes, mediaType, seconds, now }: Recording): Promise<string> {
  await tx.criticalValueVoice.deleteMany({ where: { valueId, by, attachedAt: null } });
  const id = newId(now.getTime());
  const digest = createHash('sha256').update(bytes).digest('hex');
  await tx.criticalValueVoice.create({ data: { id, valueId, by, at: now, mediaType, bytes: bytes.length, seconds, digest, sealedContent: new Uint8Array(seal.closeBytes(bytes, purpose(id))) } });
  return id;
}

/** Part of a disposal from now on: whose it is, of this value, and of no other disposal. @throws Refusal `.voice-gone` */
export async function attachVoice(tx: Tx, { id, value: valueId, by, now }: { readonly id: string; readonly value: string; readonly by: string; readonly now: Date }): Promise<VoiceNote> {
  const { count } = await tx.criticalValueVoice.updateMany({ where: { id, valueId, by, attachedAt: null }, data: { attachedAt: now } });
  if (count !== 1) throw refuse('critical-values.voice-gone');
  const { at, seconds, mediaType, digest } = await tx.criticalValueVoice.findUniqueOrThrow({ where: { id }, select: { at: true, seconds: true, mediaType: true, digest: true } });
  return { id, at, seconds, mediaType, digest };
}

/** Of a disposal for whoever may see the value; what nobody has kept yet only for who recorded it. */
export async function readVoice(tx: Tx, seal: KeyRing, { id, value: valueId, by }: { readonly id: string; readonly value: string; readonly by: string }): Promise<{ readonly bytes: Buffer; readonly mediaType: string } | undefined> {
  const row = await tx.criticalValueVoice.findFirst({ where: { id, valueId, OR: [{ attachedAt: { not: null } }, { by }] }, select: { mediaType: true, sealedContent: true } });
  return row === null ? undefined : { bytes: seal.openBytes(row.sealedContent, purpose(id)), mediaType: row.mediaType };
}

/** Recorded and never kept: a day is longer than any draft. */
export async function dropVoices(tx: Tx, before: Date): Promise<number> {
  return (await tx.criticalValueVoice.deleteMany({ where: { attachedAt: null, at: { lt: before } } })).count;
}
