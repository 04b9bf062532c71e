/** What statements change in our copies; called by the intake, inside the transaction that stores the message. */
import type { ActionContext } from '../../core/module.ts';
import type { KeyRing } from '../../core/seal.ts';
import { given, instantOf, sourceOf } from '../../core/told.ts';
import type { Document as Told } from '../../links/statements/schema.ts';
import type { About } from '../patients/index.ts';
import { type DocumentFact, signed, written } from './events.ts';
import type { Document } from './model.ts';
import { kindOf, newsOf, shelfOf } from './rules.ts';
import { contentAt, saveContent, versionStamp } from './store.content.ts';
import { documentRows } from './store.ts';

/** Gives the content that was named by its address and is to be fetched. */
export function applyDocument(seal: KeyRing) {
  return async ({ tx, now, emit }: ActionContext, { patientId, visitId, sender, stamp: at }: About, told: Told): Promise<string | undefined> => {
    if (patientId === undefined) return undefined;
    const stamp = versionStamp(told.version, at);
    const key = { patientId, source: sourceOf(sender), number: told.number };
    const [row] = await documentRows.tell(tx, now, [{ key, said: saidOf(told, visitId), stamp }]);
    if (row === undefined) return undefined;
    const { id, before, after } = row;
    const { content, version } = told;
    const isNewContent = content !== undefined && (await saveContent(tx, seal, now, { documentId: id, isNew: before === undefined, stamp, version, content }));
    for (const news of newsOf(before, after, isNewContent)) emit(news === 'written' ? written : signed, patientId, factOf(id, after));
    return content?.url === undefined ? undefined : contentAt(tx, id, content.url);
  };
}

function saidOf({ parent, relation, version, shelf, type, title, author, signer, writtenAt, signedAt, state, order, department }: Told, visitId: string | undefined): Partial<Document> {
  const kind = kindOf(type, title);
  return given<Document>({
    visitId, parent, relation, version, shelf: shelfOf(kind, shelf), type, title, author, signer, state, orderNumber: order, department,
    kind,
    writtenAt: instantOf(writtenAt),
    signedAt: instantOf(signedAt),
  });
}

function factOf(document: string, { visitId, shelf, kind, department }: Document): DocumentFact {
  return { document, ...(Object.fromEntries(Object.entries({ visitId, shelf, kind, department }).filter(([, value]) => value !== null)) as Omit<DocumentFact, 'document'>) };
}
