/** Every event of ADT by what it says. */
import test from 'ava';
import type { Said, Statement, Visit } from '../statements/schema.ts';
import { agreed, at, later, msh, PID, read, statements } from './read.fixtures.ts';

const PV1 = 'PV1|1|I|W03^301^12||||D1^李明|||CARD|||||||||V1';
const stay = (event: string, more: object = {}): Statement => ({ kind: 'stay', event, ...more }) as Statement;
const gone = (...values: string[]): Statement => ({ kind: 'merge', gone: values.map((value) => ({ value })) });

const EVENTS: readonly (readonly [event: string, lines: readonly string[], said: readonly Statement[]])[] = [
  ['A01', [PV1], [stay('admit')]],
  ['A02', [`${PV1.replace('||||D1', '|||W01^^3|D1')}`], [stay('transfer', { prior: { ward: 'W01', bed: '3' } })]],
  ['A03', [PV1], [stay('discharge')]],
  ['A04', [PV1], [stay('register')]],
  ['A05', [PV1], [stay('pre-admit')]],
  ['A06', [PV1], [stay('change-class')]],
  ['A07', [PV1], [stay('change-class')]],
  ['A08', [PV1], [stay('update')]],
  ['A08', [], []],
  ['A09', [PV1], [stay('depart')]],
  ['A10', [PV1], [stay('arrive')]],
  ['A11', [PV1], [stay('cancel-admit')]],
  ['A12', [PV1], [stay('cancel-transfer')]],
  ['A13', [PV1], [stay('cancel-discharge')]],
  ['A14', [PV1], [stay('pre-admit')]],
  ['A15', [PV1], [stay('update')]],
  ['A16', [PV1], [stay('update')]],
  ['A21', [PV1], [stay('leave')]],
  ['A22', [PV1], [stay('return')]],
  ['A23', [PV1], [stay('cancel-admit')]],
  ['A27', [PV1], [stay('cancel-pre-admit')]],
  ['A38', [PV1], [stay('cancel-pre-admit')]],
  ['A52', [PV1], [stay('return')]],
  ['A53', [PV1], [stay('leave')]],
  ['A54', [PV1], [stay('update')]],
  ['A28', [], []],
  ['A31', [PV1], []],
  ['A18', ['MRG|8'], [gone('8')]],
  ['A34', ['MRG|8'], [gone('8')]],
  ['A36', ['MRG|8||A9'], [gone('8')]],
  ['A40', ['MRG|8~9'], [gone('8', '9')]],
  ['A47', ['MRG|8'], [gone('8')]],
  ['A40', ['MRG|7'], []],
  ['A40', ['MRG|8~110101195903120011^^^GA^NNCHN'], [gone('8')]],
  ['A35', [PV1, 'MRG|7||A1||V0'], [stay('update', { former: ['V0'] })]],
  ['A42', [PV1, 'MRG|7||||V0'], [stay('update', { former: ['V0'] })]],
  ['A50', [PV1, 'MRG|7||||V1'], [stay('update')]],
  ['A45', [PV1, 'MRG|8||||V1'], [stay('update')]],
  ['A44', [PV1, 'MRG|8||A1'], [stay('update')]],
];

for (const [at, [event, lines, said]] of EVENTS.entries()) {
  test(`${event} (${at + 1}): ${said.map(({ kind }) => kind).join(' ') || 'the person alone'}`, (t) => {
    t.deepEqual(statements(`ADT^${event}`, lines), [{ kind: 'person' }, ...said]);
  });
}

test('links are no merges, an unlinking takes one back, a number moves to whom PID-2 names', (t) => {
  const other = 'PID|2||8^^^HIS^MR||李某';
  const [linked] = read([msh('ADT^A24'), PID, other]);
  t.deepEqual([linked?.statements, linked?.warnings], [[], [{ place: 'PID', name: 'linked-not-merged' }]]);
  const [unlinked] = read([msh('ADT^A37'), PID, other]);
  t.deepEqual(unlinked?.statements, [{ kind: 'merge', gone: [{ value: '8', type: 'MR', authority: 'HIS' }], undone: true }]);
  t.is(unlinked?.patient?.ids[0]?.value, '7');
  const [moved] = read([msh('ADT^A43'), 'PID|1|E2|7||王某', 'MRG|7|||E1']);
  t.deepEqual([moved?.patient?.ids, moved?.statements], [[{ value: 'E2' }], [gone('7')]]);
  const [back] = read([msh('ADT^A43'), 'PID|1||7||王某', 'MRG|7|||E1']);
  t.deepEqual([back?.patient?.ids, back?.statements], [[{ value: 'E1' }], [{ ...gone('7'), undone: true }]]);
  const [unclear] = read([msh('ADT^A43'), 'PID|1||7||王某', 'MRG|7']);
  t.deepEqual([unclear?.statements, unclear?.warnings], [[], [{ place: 'MRG-4', name: 'move-unclear' }]]);
});

test('several merges in one message are several parts; beds swapped are two transfers', (t) => {
  const merged = read([msh('ADT^A40'), PID, 'MRG|8', 'PID|2||17||李某', 'MRG|18']);
  t.deepEqual(merged.map(({ patient, statements: said }) => [patient?.ids[0]?.value, said.at(-1)]), [['7', gone('8')], ['17', gone('18')]]);
  const swapped = read([msh('ADT^A17'), PID, PV1, 'PID|2||8||李某', PV1.replace('^12', '^13').replace('|V1', '|V2')]);
  t.deepEqual(swapped.map(({ visit, statements: said }) => [visit?.bed, said.at(-1)]), [['12', stay('transfer')], ['13', stay('transfer')]]);
});

test('events that say nothing we keep are kept with a warning', (t) => {
  for (const event of ['A29', 'A99']) {
    const [one] = read([msh(`ADT^${event}`), PID]);
    t.deepEqual([one?.statements, one?.warnings], [[], [{ place: 'MSH-9', name: 'event-not-read' }]], event);
  }
});

const bed = (lines: readonly string[], rules: object = {}): readonly Said[] => read([msh('ADT^A20'), ...lines], agreed(rules));
const told = (state: string, more: object = {}): Statement => ({ kind: 'bed', ward: 'W03', bed: '12', state, at, ...more }) as Statement;

test('a bed’s status: whose bed nobody says, which one and since when', (t) => {
  for (const [status, state] of [['C', 'closed'], ['H', 'cleaning'], ['I', 'isolated'], ['K', 'contaminated'], ['O', 'occupied'], ['U', 'free'], ['u', 'free'], ['H^清洁', 'cleaning'], ['停用', 'closed']] as const) {
    t.deepEqual(bed([`NPU|W03^301^12|${status}`]).map(({ patient, statements: said, warnings }) => [patient, said, warnings]), [[undefined, [told(state)], []]], status);
  }
  t.deepEqual(bed(['EVN|A20|20260801090000', 'NPU|W03^301^12|H', 'NPU|W03^301^13|U'])[0]?.statements, [told('cleaning', { at: later }), told('free', { at: later, bed: '13' })]);
  t.deepEqual(bed(['NPU|W03^301^12|9'], { bedStates: { 9: 'contaminated' } })[0]?.statements, [told('contaminated')]);
  for (const [lines, place, name] of [[['NPU|W03^301^12|9'], 'NPU-2', 'bed-status-unknown'], [['NPU|W03^301^12'], 'NPU-2', 'bed-status-missing'], [['NPU|W03|H'], 'NPU-1', 'bed-status-missing'], [[], 'NPU', 'bed-status-missing']] as const) {
    t.deepEqual(bed(lines).map(({ statements: said, warnings }) => [said, warnings]), [[[], [{ place, name }]]], lines.join());
  }
});

const blank = (count: number): string => '|'.repeat(count);
const visitOf = (event: string, lines: readonly string[], rules: object = {}): Visit | undefined => read([msh(`ADT^${event}`), PID, ...lines], agreed(rules))[0]?.visit;

test('the stay, whole: plans, care, isolation, fees, who nurses', (t) => {
  const pv2 = `PV2${blank(8)}20260801080000|20260805${blank(31)}1^一级护理|接触^接触隔离~飞沫|2^病重`;
  const visit = visitOf('A08', [`PV1|1|I|W03^301^12^H||||D1^李明|||CARD${blank(8)}日间手术|V1|医保${blank(16)}转院${blank(6)}W05^^3`, pv2, 'ROL|1|UP|NURSE^责任护士|N1^李护士', 'ROL|2|UP|AT^Attending|D9^赵']);
  t.deepEqual(visit, {
    ward: 'W03', room: '301', bed: '12', facility: 'H', number: 'V1', patientClass: 'I', department: 'CARD', attending: { number: 'D1', name: '李明' }, nurse: { number: 'N1', name: '李护士' },
    plannedAt: '2026-08-01T00:00:00.000Z', dischargePlannedAt: '2026-08-04T16:00:00.000Z', plannedPlace: { ward: 'W05', bed: '3' }, disposition: '转院', daySurgery: true,
    feeCategory: '医保', careLevel: '一级护理', condition: '病重', isolation: '接触隔离、飞沫',
  });
});

test('`""` is none any more, nothing is not said; a cancelled plan is none', (t) => {
  const visit = visitOf('A08', [PV1, `PV2${blank(40)}""|""|""`]);
  t.deepEqual([visit?.careLevel, visit?.isolation, visit?.condition], [null, null, null]);
  t.false('careLevel' in (visitOf('A08', [PV1, 'PV2|']) ?? {}));
  t.is(visitOf('A25', [PV1])?.dischargePlannedAt, null);
  t.is(visitOf('A26', [PV1])?.plannedPlace, null);
  t.is(visitOf('A08', [PV1, 'IN1|1|01^城镇职工医保'])?.feeCategory, '城镇职工医保');
  t.is(visitOf('A08', [PV1, 'PRT|1|UP||责任护士|N2^周'])?.nurse?.number, 'N2');
  t.is(visitOf('A08', [PV1, 'ROL|1|DE|责任护士|N2^周'])?.nurse, undefined);
});

test('a Z segment is read where the hospital says what it holds, in the hospital’s words', (t) => {
  const rules = { careLevels: { 1: '一级' }, feeCategories: { '03': '公费' }, daySurgery: ['RJ'], fields: { visit: { careLevel: 'ZPV-2', group: 'ZPV-3.2', nurse: 'ZPV-4', department: 'PV1-3.4', condition: 'ZPV-5', feeCategory: 'ZPV-6' } } };
  const visit = visitOf('A08', ['PV1|1|I|W03^^12^CARD|RJ|||||||||||||||V1', 'ZPV|1|1|x^G2|N1^李护士|""|03'], rules);
  t.like(visit, { careLevel: '一级', group: 'G2', nurse: { number: 'N1', name: '李护士' }, department: 'CARD', condition: null, feeCategory: '公费', daySurgery: true });
});

/** Class and PV1-18. */
const pv1 = (given: string, type = ''): string => `PV1|1|${given}${'|'.repeat(16)}${type}|V1`;

test('a visit to the check-up centre by its class, by words, or by the code that was agreed; who lies in a ward is an inpatient whatever it is called', (t) => {
  for (const [line, expected] of [[pv1('T'), 'T'], [pv1('O', '健康体检'), 'T'], [pv1('O^门诊', 'TJ'), 'T'], [pv1('O^体检'), 'T'], [pv1('I', '体检病区'), 'I'], [pv1('O', '门诊'), 'O']] as const) t.is(visitOf('A04', [line], { checkUps: ['TJ'] })?.patientClass, expected, line);
  t.is(visitOf('A04', [pv1('O', 'TJ')])?.patientClass, 'O', 'nobody agreed on it');
});

test('whoever is not master of persons or stays only mentions them', (t) => {
  const [one] = read([msh('ADT^A08'), PID, PV1], agreed({ persons: false, stays: false }));
  t.deepEqual([one?.statements, one?.visit?.number], [[], 'V1']);
  t.deepEqual(read([msh('ADT^A08'), PID, PV1], agreed({ persons: false }))[0]?.statements, [stay('update')]);
});

const said = (...lines: string[]) => statements('ADT^A60', lines)[0];

test('allergies: all that are known (AL1), none at all, or one by one (IAM)', (t) => {
  t.deepEqual(said('AL1|1|DA|P01^青霉素^L|SV|皮疹~休克'), { kind: 'person', allergies: [{ substance: '青霉素', code: { id: 'P01', text: '青霉素', system: 'L' }, severity: 'SV', reaction: '皮疹、休克' }] });
  t.deepEqual(said('AL1|1||""'), { kind: 'person', allergies: [] });
  t.deepEqual(said('AL1|1||^无'), { kind: 'person', allergies: [] });
  t.deepEqual(said('AL1|1||'), { kind: 'person' });
  t.deepEqual(said('IAM|1|DA|^青霉素|SV||A', 'IAM|2|DA|^头孢|||D', 'IAM|3|DA|^碘|||X'), {
    kind: 'person',
    allergyChanges: [{ substance: '青霉素', code: { text: '青霉素' }, severity: 'SV' }, { substance: '头孢', code: { text: '头孢' }, removed: true }],
  });
});

test('diagnoses: code, words, kind, rank; what was deleted is not named', (t) => {
  const [, , said] = statements('ADT^A08', [PV1, `DG1|1||I50.900^心力衰竭^I10||20260801080000|A${blank(9)}1|D1^李明`, 'DG1|2||^高血压||||', `DG1|3||E11^糖尿病||${blank(15)}|D`, 'DG1|4||']);
  t.deepEqual(said, {
    kind: 'diagnoses',
    all: [
      { code: 'I50.900', system: 'I10', name: '心力衰竭', type: 'admission', rank: 1, at: '2026-08-01T00:00:00.000Z', by: { number: 'D1', name: '李明' } },
      { name: '高血压' },
    ],
  });
});
