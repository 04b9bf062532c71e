/** Documents: what they are, and every way their content travels. */
import test from 'ava';
import { agreed, at, msh, PID, read, statements } from './read.fixtures.ts';
import { document, result } from './samples.ts';
import { readMessage } from './read.ts';

const txa = (more = ''): string => `TXA|1|C0035^首次病程记录|TX|20260801080000|D1^李明|20260801080000|||D1^李明|||T1|T0|O1|||LA||AV|||D2^赵^^^^^^^^^^^^^20260801080000|||首次病程${more}`;
const PDF = Buffer.from('%PDF-1.4\n%%EOF').toString('base64');
const CDA = '<?xml version="1.0"?><ClinicalDocument xmlns="urn:hl7-org:v3"><title>出院小结</title></ClinicalDocument>';

test('a document, whole', (t) => {
  t.deepEqual(statements('MDM^T02', [txa(), 'OBX|1|TX|C0035||患者胸痛', 'OBX|2|TX|C0035||三小时~余']), [{
    kind: 'document', number: 'T1', parent: 'T0', shelf: 'record', type: { id: 'C0035', text: '首次病程记录' }, title: '首次病程', author: { number: 'D1', name: '李明' }, signer: { number: 'D2', name: '赵' },
    writtenAt: at, signedAt: at, state: 'signed', order: 'O1', content: { mediaType: 'text/plain', text: '患者胸痛\n三小时~余' },
  }]);
});

const STATES: readonly (readonly [event: string, completion: string, availability: string, state: string | undefined, relation: string | undefined])[] = [
  ['T01', 'DI', 'AV', 'draft', undefined], ['T02', 'DO', 'AV', 'written', undefined], ['T02', 'PA', 'AV', 'written', undefined], ['T04', 'AU', 'AV', 'signed', undefined],
  ['T06', 'LA', 'AV', 'signed', 'addendum'], ['T08', 'LA', 'AV', 'corrected', undefined], ['T10', 'LA', 'AV', 'signed', 'replaces'], ['T11', 'LA', 'AV', 'withdrawn', undefined],
  ['T02', 'LA', 'CA', 'withdrawn', undefined], ['T02', '', '', undefined, undefined],
];

for (const [event, completion, availability, state, relation] of STATES) {
  test(`${event}, TXA-17 ${completion || '(nothing)'}, TXA-19 ${availability || '(nothing)'}: ${state ?? 'no state'}`, (t) => {
    const [one] = statements(`MDM^${event}`, [`TXA|1|C1||||||||||T1|||||${completion}||${availability}`]);
    t.deepEqual([(one as { state?: string }).state, (one as { relation?: string }).relation], [state, relation]);
  });
}

const mime = (encoding: string, body: string, type = 'text/xml'): string =>
  ['MIME-Version: 1.0', 'Content-Type: multipart/related;', ' boundary="B1"', '', '--B1', 'Content-Type: image/png', '', 'x', '--B1', `Content-Type: ${type}`, `Content-Transfer-Encoding: ${encoding}`, '', body, '--B1--'].join('\\X0D\\\\X0A\\');

const CONTENTS: readonly (readonly [name: string, obx: string, content: object | undefined])[] = [
  ['PDF in base64', `OBX|1|ED|C1||^application^pdf^Base64^${PDF}`, { mediaType: 'application/pdf', base64: PDF }],
  ['PDF with line breaks', `OBX|1|ED|C1||^AP^PDF^Base64^${PDF.slice(0, 8)}\\.br\\${PDF.slice(8)}`, { mediaType: 'application/pdf', base64: PDF }],
  ['PDF as text', `OBX|1|TX|C1||${PDF}`, { mediaType: 'application/pdf', base64: PDF }],
  ['PDF declared as something else', `OBX|1|ED|C1||^TEXT^plain^A^${PDF}`, { mediaType: 'application/pdf', base64: PDF }],
  ['PDF in hex', `OBX|1|ED|C1||^application^pdf^Hex^${Buffer.from(PDF, 'base64').toString('hex')}`, { mediaType: 'application/pdf', base64: PDF }],
  ['CDA bare', `OBX|1|ED|C1||^TEXT^xml^A^${CDA.replaceAll('&', '\\T\\')}`, { mediaType: 'application/hl7-cda+xml', text: CDA }],
  ['CDA in base64', `OBX|1|ED|C1||^TEXT^xml^Base64^${Buffer.from(CDA).toString('base64')}`, { mediaType: 'application/hl7-cda+xml', text: CDA }],
  ['CDA in MIME, base64', `OBX|1|ED|C1||^multipart^-hl7-cda-level-one^A^${mime('base64', Buffer.from(CDA).toString('base64'))}`, { mediaType: 'application/hl7-cda+xml', text: CDA }],
  ['CDA in MIME, bare', `OBX|1|ED|C1||^multipart^-hl7-cda-level-one^A^${mime('8bit', CDA)}`, { mediaType: 'application/hl7-cda+xml', text: CDA }],
  ['CDA in MIME, quoted', `OBX|1|ED|C1||^multipart^related^A^${mime('quoted-printable', CDA.replaceAll('=', '=3D').replace('出院小结', '=E5=87=BA=E9=99=A2=\\X0A\\小结'))}`, { mediaType: 'application/hl7-cda+xml', text: CDA }],
  ['RTF', 'OBX|1|TX|C1||{\\E\\rtf1 text}', { mediaType: 'application/rtf', text: '{\\rtf1 text}' }],
  ['HTML in base64', `OBX|1|ED|C1||^TEXT^html^Base64^${Buffer.from('<html>表</html>').toString('base64')}`, { mediaType: 'text/html', text: '<html>表</html>' }],
  ['a picture', 'OBX|1|ED|C1||^IM^JPEG^Base64^/9j/4AAQ', { mediaType: 'image/jpeg', base64: '/9j/4AAQ' }],
  ['an address', 'OBX|1|RP|C1||http://emr/doc?id=1&v=2.pdf^^application^pdf', { mediaType: 'application/pdf', url: 'http://emr/doc?id=1&v=2.pdf' }],
  ['an address by its ending', 'OBX|1|RP|C1||https://emr/T1.PDF', { mediaType: 'application/pdf', url: 'https://emr/T1.PDF' }],
  ['an identifier is no content', 'OBX|1|HD|C1||1.2.3', undefined],
  ['an empty attachment', 'OBX|1|ED|C1||^application^pdf^Base64^', undefined],
];

for (const [name, obx, content] of CONTENTS) {
  test(`content: ${name}`, (t) => t.deepEqual((statements('MDM^T02', [txa(), obx])[0] as { content?: object }).content, content));
}

test('broken base64 is said to be so, several attachments are several documents, a shelf is agreed upon', (t) => {
  const [broken] = read([msh('MDM^T02'), PID, txa(), 'OBX|1|ED|C1||^application^pdf^Base64^JVBERi0!']);
  t.deepEqual([broken?.statements.length, broken?.warnings], [1, [{ place: 'OBX-5', name: 'attachment-undecodable' }]]);
  const two = statements('MDM^T02', [txa(), `OBX|1|ED|C1||^application^pdf^Base64^${PDF}`, 'OBX|2|TX|C1||附言']);
  t.deepEqual(two.map((one) => [(one as { number?: string }).number, (one as { content?: { mediaType: string } }).content?.mediaType]), [['T1', 'application/pdf'], ['T1#2', 'text/plain']]);
  t.like(statements('MDM^T02', [txa()], agreed({ documents: { C0035: 'report' } }))[0], { shelf: 'report' });
  t.like(statements('MDM^T02', ['TXA|1|C1||||||||||^^T9'])[0], { number: 'T9' });
});

test('the samples’ documents read back in either character set', (t) => {
  const base = { at: new Date(at), patient: { id: '7', name: '王某' }, number: 'T1', type: { id: 'C1', text: '出院小结' } };
  for (const charset of ['utf-8', 'gb18030'] as const) {
    const content = [{ text: '一\n二' }, { cda: CDA }, { pdf: PDF }].map((one) => {
      const outcome = readMessage(document({ ...base, ...one, charset }));
      const first = outcome.kind === 'said' ? outcome.said[0]?.statements[0] : undefined;
      return first?.kind === 'document' ? first.content : undefined;
    });
    t.deepEqual(content, [{ mediaType: 'text/plain', text: '一\n二' }, { mediaType: 'application/hl7-cda+xml', text: CDA }, { mediaType: 'application/pdf', base64: PDF }]);
  }
});

test('a result’s sheet is a document of the report shelf, one for each order and item', (t) => {
  const item = { code: { id: 'K', text: '血钾' }, value: '4.1' };
  const outcome = readMessage(result({ at: new Date(at), patient: { id: '7', name: '王某' }, placer: 'O1', filler: 'F1', order: { id: 'CT01', text: '胸部CT', system: 'L' }, service: 'CT', interpreter: { number: 'D9', name: '钱' }, items: [item], sheet: { pdf: PDF } }));
  const [report, sheet] = outcome.kind === 'said' ? (outcome.said[0]?.statements ?? []) : [];
  t.is(report?.kind === 'report' ? report.orders[0]?.service : undefined, 'CT');
  t.deepEqual(sheet, {
    kind: 'document', number: 'F1|PDF', shelf: 'report', type: { id: 'CT01', text: '胸部CT', system: 'L' }, title: '胸部CT', signer: { number: 'D9', name: '钱' }, writtenAt: at, state: 'signed', order: 'O1',
    content: { mediaType: 'application/pdf', base64: PDF },
  });
  const corrected = statements('ORU^R01', ['OBR|1|O1|F1|CT01', `OBX|1|ED|PDF||^application^pdf^Base64^${PDF}||||||C`])[1];
  t.like(corrected, { number: 'F1|PDF', state: 'corrected' });
  const [lost] = read([msh('ORU^R01'), PID, `OBX|1|ED|PDF||^application^pdf^Base64^${PDF}`]);
  t.deepEqual(lost?.warnings.map(({ name }) => name), ['sheet-without-order']);
});
