/** Record documents of consultations, for whoever shows the consultation they answer. */
import type { Tx } from '../../core/db.ts';
import type { KeyRing } from '../../core/seal.ts';
import type { Document } from './model.ts';
import { type Block, readingOf } from './read-content.ts';
import { contentsOf, openContent, rowsOfDocument } from './store.content.ts';
import { documentsOfOrder } from './store.ts';

/** 会诊记录 of the standard. */
const consultationRecord = 'C0045';

export interface ConsultationRecord {
  readonly documentId: string;
  readonly by: Document['author'];
  readonly department: string | null;
  readonly at: Date | null;
  /** Empty for a file, and for what is not kept here. */
  readonly blocks: readonly Block[];
}

/** Those of one person that name the order, drafts left out. `patients` are all rows of the person. */
export async function consultationRecords(tx: Tx, seal: KeyRing, patients: readonly string[], order: string): Promise<ConsultationRecord[]> {
  const found = (await documentsOfOrder(tx, patients, [order])).filter(({ kind, state }) => kind === consultationRecord && state !== 'draft');
  const records: ConsultationRecord[] = [];
  for (const row of found) {
    const [content] = await contentsOf(tx, await rowsOfDocument(tx, patients, row));
    const plain = content?.where === 'kept' ? await openContent(tx, seal, content.id) : undefined;
    const blocks = content === undefined || plain === undefined ? [] : (readingOf(content.mediaType, plain) ?? []);
    records.push({ documentId: row.id, by: row.signer ?? row.author, department: row.department, at: row.signedAt ?? row.writtenAt, blocks });
  }
  return records;
}
