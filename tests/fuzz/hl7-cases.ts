/** Mutated messages for the readers: real ones where they are, and samples of every type; the same seed, the same cases. */
import * as fc from 'fast-check';
import { readAnswers } from '../../services/links/hl7/syntax/answer.ts';
import { isBatch, splitMessages } from '../../services/links/hl7/syntax/split.ts';
import { answerFrame } from '../../services/links/hl7/intake.ts';
import { answerTo, readMessage, type ReadOptions } from '../../services/links/hl7/read.ts';
import { admission, charge, document, execution, order, result, schedule } from '../../services/links/hl7/samples.ts';
import { readSenders } from '../../services/links/hl7/settings.senders.ts';
import { said } from '../../services/links/statements/schema.ts';
import { hl7Present, realHl7Messages } from '../real-input/hl7-messages.ts';

const at = new Date('2026-08-01T00:00:00Z');
const item = { id: 'K', text: '血钾' };
const base = { at, controlId: 'M1', patient: { id: '7', name: '王某', sex: 'M' as const, birth: '19590312', card: '110101195903120011' }, visit: { number: 'V1', ward: 'W03', bed: '12' } };
const line = { number: 'O1', item, orderedAt: at, dose: { amount: '1', unit: 'g' }, startAt: at };

/** One of every type that is read. */
function samples(): readonly Buffer[] {
  const events = ['A01', 'A02', 'A03', 'A08', 'A15', 'A21', 'A24', 'A35', 'A37', 'A40', 'A43', 'A45', 'A60'] as const;
  const schedules = ['S12', 'S15', 'S23', 'S26'] as const;
  return [
    ...events.map((event) => admission({ ...base, event, gone: { patient: '8', visit: 'V0' }, allergyChanges: [{ substance: item, action: 'A' }], diagnoses: [{ name: '心衰', code: 'I50' }] })),
    result({ ...base, filler: 'F1', items: [{ code: item, value: '7.1', range: '3.5-5.3' }], sheet: { pdf: 'JVBERi0xLjQK' } }),
    ...(['ORM', 'OML', 'OMG', 'RDE', 'OMD'] as const).map((type) => order({ ...base, type, orders: [line, { ...line, number: 'O2' }] })),
    ...(['RDS', 'RAS'] as const).map((type) => execution({ ...base, type, order: line })),
    ...schedules.map((event) => schedule({ at, controlId: 'M1', event, patients: event === 'S23' ? [] : [base.patient], number: 'B1', from: at, service: item, staff: [{ number: 'D1', name: '李', role: '主刀' }], place: { ward: 'OR', type: '手术室' } })),
    ...[{ text: '一\n二' }, { cda: '<ClinicalDocument/>' }, { pdf: 'JVBERi0xLjQK' }].map((content) => document({ ...base, number: 'T1', type: { id: 'C1' }, ...content })),
    charge({ ...base, charges: [{ number: 'C1', item, amount: '1', at }] }),
  ];
}

/** What HL7 breaks at, times that are none, long runs: where parsers stumble. */
const NASTY = ['|', '^', '~', '\\', '&', '\r', '\n', '\0', '""', '\\X', '\\X0D\\', '\\.br\\', '\v', '\u001c', 'MSH|', '\rPID|', '\rMSH|^~\\&|', '\rMRG|', '\rORC|', '\rOBX|1|ED|', '\rBHS|', '99991231235959', '00000000', '20260230', '-1', '1e999', 'MIME-Version: 1.0\n\n', '^^^^^', '=4=E', '\u{20000}', '王', '~'.repeat(50), '|'.repeat(60)].map((text) => Buffer.from(text));

const change = fc.oneof(
  fc.record({ kind: fc.constant('put' as const), at: fc.nat(), cut: fc.nat({ max: 12 }), bytes: fc.oneof(fc.constantFrom(...NASTY), fc.uint8Array({ maxLength: 8 })) }),
  fc.record({ kind: fc.constant('swap' as const), at: fc.nat(), with: fc.nat() }),
  fc.record({ kind: fc.constant('drop' as const), at: fc.nat() }),
  fc.record({ kind: fc.constant('twice' as const), at: fc.nat() }),
  fc.record({ kind: fc.constant('short' as const), at: fc.nat() }),
);
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;

function lines(bytes: Buffer): Buffer[] {
  return bytes.toString('latin1').split('\r').map((text) => Buffer.from(`${text}\r`, 'latin1'));
}

function apply(bytes: Buffer, one: Change): Buffer {
  const place = bytes.length === 0 ? 0 : one.at % bytes.length;
  if (one.kind === 'put') return Buffer.concat([bytes.subarray(0, place), one.bytes, bytes.subarray(place + one.cut)]);
  if (one.kind === 'short') return bytes.subarray(0, place);
  const all = lines(bytes);
  const here = one.at % all.length;
  const line = all[here] ?? Buffer.alloc(0);
  if (one.kind === 'drop') all.splice(here, 1);
  else if (one.kind === 'twice') all.splice(here, 0, line);
  else [all[here], all[one.with % all.length]] = [all[one.with % all.length] ?? line, line];
  return Buffer.concat(all);
}

/** Every field moved somewhere by agreement: the readers' paths are walked too. */
const AGREED: ReadOptions = {
  senders: readSenders(JSON.stringify({
    senders: ['LIS', 'SIMHOSP', 'ADTApp'].map((application, index) => ({
      application, theatre: index === 1, observations: index === 2,
      fields: { visit: { careLevel: 'PID-5', nurse: 'PV1-3.2', group: 'PID-3.4.2' }, order: { term: 'OBR-4' }, operation: { sequence: 'PID-1', surgeon: 'PID-3' }, booking: { place: 'SCH-11.4' } },
    })),
  })),
};

/** Messages with their changes. */
export function cases(): fc.Arbitrary<{ readonly bytes: Buffer; readonly agreed: boolean }> {
  const seeds = [...samples(), ...(hl7Present ? realHl7Messages().map(({ raw }) => raw) : [])];
  // The simulator's 627 are much alike: the samples and the odd ones come as often.
  const seed = fc.oneof(fc.constantFrom(...samples()), fc.constantFrom(...seeds), fc.constantFrom(...seeds.filter((raw) => !raw.includes('SIMHOSP'))));
  return fc.record({ bytes: seed, changes: fc.array(change, { minLength: 1, maxLength: 6 }), agreed: fc.boolean() }).map(({ bytes, changes, agreed }) => ({ bytes: changes.reduce(apply, bytes), agreed }));
}

/** Reads and answers one frame as the listener does. @throws when something is thrown, not answered once, or of another shape */
export async function run({ bytes, agreed }: { readonly bytes: Buffer; readonly agreed: boolean }): Promise<string> {
  const options = agreed ? AGREED : {};
  const kinds: string[] = [];
  const answered = await answerFrame(bytes, (raw) => {
    const outcome = readMessage(raw, options);
    if (outcome.kind === 'said') {
      for (const one of outcome.said) {
        const plain: unknown = JSON.parse(JSON.stringify(one));
        if (JSON.stringify(said.parse(plain)) !== JSON.stringify(said.parse(one))) throw new Error('lost in JSON');
        if (JSON.stringify(plain).includes('\\u0000')) throw new Error('a NUL no database takes');
      }
    }
    kinds.push(outcome.kind === 'said' ? 'AA' : outcome.refused.code);
    return Promise.resolve(answerTo(outcome, at));
  }, () => at);
  const messages = splitMessages(bytes).length;
  const answers = [answered].flat().flatMap((frame) => readAnswers(frame as Buffer));
  if (answers.length !== messages || kinds.length !== messages) throw new Error(`${messages} messages, ${answers.length} answers${isBatch(bytes) ? ', batch' : ''}`);
  return kinds.join('+');
}
