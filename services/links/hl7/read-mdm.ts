/** MDM^T01–T11: documents of the EMR, what they are and what they say. */
import { partText, repeats, segmentOf, segmentsOf, text, narrative, type Message, type Segment } from './syntax/message.ts';
import { readTime } from './syntax/time.ts';
import { problem, type Problem } from './syntax/problem.ts';
import { attachmentOf, textContent } from './read/attachment.ts';
import { codeOf, instant, present, staffField, staffOf, warn, words, type Reading } from './read/common.ts';
import { readEnds } from './read/ends.ts';
import { isProblem, readPatient } from './read/patient.ts';
import { readVisit } from './read/visit.ts';
import type { Content, Document, Said } from '../statements/schema.ts';

/** The document with its content; further attachments are documents of their own. */
export function readDocument(message: Message, reading: Reading): Said | Problem {
  const patient = readPatient(message, reading);
  if (isProblem(patient)) return patient;
  const txa = segmentOf(message, 'TXA');
  const number = identifier(txa, 12);
  if (txa === undefined || number === undefined) return problem('document-missing');
  const [first, ...more] = contents(message, reading);
  const document = present({ ...describe(message, txa, number, reading), content: first });
  // Only what follows the first attachment: the sender numbers the document, not its parts.
  const parts = more.map((content, at): Document => ({ ...document, number: `${number}#${at + 2}`, content }));
  return present({ ...readEnds(message, reading), patient, visit: readVisit(message, reading), statements: [document, ...parts], warnings: reading.warnings });
}

/** EI; some senders leave the first component empty and put the number into the third. */
function identifier(segment: Segment | undefined, field: number): string | undefined {
  return text(segment, field) ?? text(segment, field, 3);
}

function describe(message: Message, txa: Segment, number: string, reading: Reading): Document {
  const type = repeats(txa, 2)[0];
  const code = type === undefined ? {} : codeOf(type);
  const signature = repeats(txa, 22)[0];
  const obx = segmentsOf(message, 'OBX').find((segment) => words(segment, 3) !== undefined);
  const { event } = message.header;
  return present({
    kind: 'document' as const,
    number,
    parent: identifier(txa, 13),
    relation: event === 'T05' || event === 'T06' ? ('addendum' as const) : event === 'T09' || event === 'T10' ? ('replaces' as const) : undefined,
    shelf: reading.rules.documents[code.id ?? code.text ?? ''] ?? ('record' as const),
    type: code,
    title: text(txa, 25) ?? words(obx, 3) ?? code.text,
    author: staffField(txa, 9) ?? staffField(txa, 5),
    signer: staffOf(signature),
    writtenAt: instant(reading, txa, 6) ?? instant(reading, txa, 4),
    signedAt: readTime(partText(signature, 15) ?? '', reading.zone)?.at.toISOString(),
    state: stateOf(event, text(txa, 17)?.toUpperCase(), text(txa, 19)?.toUpperCase()),
    order: text(txa, 14) ?? text(txa, 15) ?? text(segmentOf(message, 'OBR'), 2),
  });
}

/** Event, TXA-17 (table 0271) and TXA-19 (table 0273). */
function stateOf(event: string, completion: string | undefined, availability: string | undefined): Document['state'] {
  if (event === 'T11' || availability === 'CA') return 'withdrawn';
  const signed = completion === 'AU' || completion === 'LA';
  if (signed && (event === 'T07' || event === 'T08')) return 'corrected';
  if (signed) return 'signed';
  if (completion === 'DO' || completion === 'PA') return 'written';
  return completion === undefined ? undefined : 'draft';
}

/** Text lines joined as one, attachments each for itself; what is only an identifier (HD, NM) is no content. */
function contents(message: Message, reading: Reading): Content[] {
  const lines: string[] = [];
  const attached: Content[] = [];
  for (const obx of segmentsOf(message, 'OBX')) {
    const type = text(obx, 2)?.toUpperCase() ?? 'TX';
    if (type === 'ED' || type === 'RP') {
      const found = attachmentOf(obx, type);
      if (found === 'undecodable') warn(reading, 'OBX-5', 'attachment-undecodable');
      else if (found !== undefined) attached.push(found);
    } else if (['TX', 'FT', 'ST'].includes(type)) {
      const line = repeats(obx, 5).length > 0 ? narrative(obx, 5) : undefined;
      if (line !== undefined) lines.push(line);
    }
  }
  return lines.length === 0 ? attached : [...attached, textContent(lines.join('\n'))];
}
