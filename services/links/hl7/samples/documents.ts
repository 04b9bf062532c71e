/** MDM: documents of the EMR as text, CDA or PDF. */
import { encodeMessage, type SegmentInput } from '../syntax/encode.ts';
import { writeTime } from '../syntax/time.ts';
import { blanks, msh, person, stay, time, xcn, type SampleBase, type SampleStaff } from './base.ts';

export interface DocumentSample extends SampleBase {
  /** T01 told, T02 with content (default), T03/T04 state, T05/T06 addendum, T07/T08 edited, T09/T10 replaced, T11 withdrawn. */
  readonly event?: 'T01' | 'T02' | 'T03' | 'T04' | 'T05' | 'T06' | 'T07' | 'T08' | 'T09' | 'T10' | 'T11';
  readonly number: string;
  /** The document it replaces or belongs to. */
  readonly parent?: string;
  readonly type: { readonly id: string; readonly text?: string };
  readonly title?: string;
  readonly author?: SampleStaff;
  readonly signer?: SampleStaff;
  readonly writtenAt?: Date;
  readonly signedAt?: Date;
  /** TXA-17: DI dictated, IP in progress, DO written, AU signed, LA signed for good. */
  readonly status?: 'DI' | 'IP' | 'IN' | 'DO' | 'PA' | 'AU' | 'LA';
  readonly order?: string;
  /** At most one: plain text (lines), CDA as XML, PDF in base64. */
  readonly text?: string;
  readonly cda?: string;
  readonly pdf?: string;
}

/** An MDM. */
export function document(sample: DocumentSample): Buffer {
  const event = sample.event ?? 'T02';
  const segments: SegmentInput[] = [
    msh(sample, ['MDM', event, Number(event.slice(1)) % 2 === 0 ? 'MDM_T02' : 'MDM_T01']),
    ['EVN', event, writeTime(sample.at)],
    ...person(sample.patient),
    ...stay(sample.visit ?? {}),
    txa(sample),
    ...content(sample),
  ];
  return encodeMessage(segments, sample.charset);
}

function txa(sample: DocumentSample): SegmentInput {
  const { signer, signedAt } = sample;
  // TXA-22 is PPN: a person (number, name, …) with the time as its fifteenth component.
  const signature = signer && [signer.number, signer.name, ...blanks(12), time(signedAt)];
  return [
    'TXA', 1, [sample.type.id, sample.type.text], 'TX', time(sample.writtenAt), xcn(sample.author), time(sample.writtenAt), '', '', xcn(sample.author), '', '',
    sample.number, sample.parent, sample.order, '', '', sample.status ?? 'LA', '', sample.event === 'T11' ? 'CA' : 'AV', '', '', signature, '', '', sample.title,
  ];
}

function content({ text, cda, pdf, type, title }: DocumentSample): SegmentInput[] {
  const about = [type.id, title ?? type.text];
  if (pdf !== undefined) return [['OBX', 1, 'ED', about, '', ['', 'application', 'pdf', 'Base64', pdf], ...blanks(5), 'F']];
  if (cda !== undefined) return [['OBX', 1, 'ED', about, '', ['', 'multipart', '-hl7-cda-level-one', 'A', mime(cda)], ...blanks(5), 'F']];
  return (text ?? '').split('\n').filter((line) => line !== '').map((line, index) => ['OBX', index + 1, 'TX', about, index + 1, line, ...blanks(5), 'F']);
}

/** A CDA in HL7 v2 travels as a MIME package (CDA release 2, chapter 3.1). */
function mime(cda: string): string {
  const body = Buffer.from(cda, 'utf8').toString('base64');
  return [
    'MIME-Version: 1.0', 'Content-Type: multipart/related; boundary="CDA"; type="text/xml"', '', '--CDA', 'Content-Type: text/xml; charset=UTF-8',
    'Content-Transfer-Encoding: base64', '', body, '--CDA--', '',
  ].join('\r\n');
}
