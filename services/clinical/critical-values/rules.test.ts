/** Judging, row by row: what a liaison physician of the hospital can read and question. */
import test from 'ava';
import * as fc from 'fast-check';
import type { ThresholdItem, ThresholdSet } from './limits.ts';
import { adult, bornDaysAgo, at, earlier, judged, loinc, result, set, word } from './rules.fixtures.ts';
import type { EarlierAlert, LabResult, PatientFacts } from './rules.ts';

type Row = readonly [name: string, of: LabResult, expected: string, patient?: PatientFacts, alerts?: readonly EarlierAlert[]];

function table(title: string, rows: readonly Row[]): void {
  for (const [name, of, expected, patient, alerts] of rows) {
    test(`${title}: ${name} → ${expected}`, (t) => t.is(word(judged(of, patient, alerts)), expected));
  }
}

/* Both limits of every numeric default row: at it, one step inside, one step outside. */
const HAEMA: PatientFacts = { ...adult, departmentCode: 'HEMA' };
const NEWBORN = bornDaysAgo(3);
const ARTERY: Readonly<Record<string, string>> = { 'ph': '动脉血', 'pco2': 'BLDA', 'po2': 'ART.', 'so2': 'Arterial blood' };
const step = (value: number): number => Math.max(value * 0.001, 0.001);
for (const limit of set.limits) {
  const item = set.items.find((each) => each.code === limit.item);
  if (item === undefined || item.reading !== 'number' || limit.reference !== null) continue;
  const patient = limit.scope === null ? (limit.toDays === null ? adult : NEWBORN) : HAEMA;
  const sent = (value: number): LabResult => loinc(item.loinc[0] ?? '', String(Number(value.toPrecision(6))), item.unit, { specimen: ARTERY[item.code] ?? '' });
  const { low, high } = limit;
  const rows: Row[] = [];
  if (high !== null) {
    rows.push([`at the high limit ${high} ${item.unit}`, sent(high), 'high', patient]);
    rows.push([`just below ${high}`, sent(high - step(high)), 'not-critical:within-limits', patient]);
    rows.push([`far above ${high}`, sent(high * 2), 'high', patient]);
  }
  if (low !== null) {
    rows.push([`at the low limit ${low} ${item.unit}`, sent(low), 'low', patient]);
    rows.push([`just above ${low}`, sent(low + step(low)), 'not-critical:within-limits', patient]);
    rows.push([`far below ${low}`, sent(low / 2), 'low', patient]);
  }
  table(limit.id, rows);
}

table('code', [
  ['potassium by LOINC', result(), 'high'],
  ['whole blood potassium', loinc('6298-4', '7.1', 'mmol/L'), 'high'],
  ['LOINC without a system, by its shape', result({ codes: [{ code: '2823-3', system: '' }] }), 'high'],
  ['local code beside an unknown one', result({ codes: [{ code: '99', system: 'L' }, { code: 'k', system: '99LIS' }] }), 'high'],
  ['local code, no system', result({ codes: [{ code: 'K', system: '' }] }), 'high'],
  ['a SNOMED code that looks like a local one', result({ codes: [{ code: 'K', system: 'SCT' }] }), 'not-critical:not-listed'],
  ['only the name says potassium', result({ codes: [{ code: 'X1', system: 'L' }], name: '血钾' }), 'not-critical:not-listed'],
  ['no code at all', result({ codes: [] }), 'not-critical:not-listed'],
  ['LOINC of another substance in the same unit', loinc('2160-0X', '7.1', 'mmol/L'), 'not-critical:not-listed'],
  ['urine potassium has its own LOINC', loinc('2828-2', '120', 'mmol/L'), 'not-critical:not-listed'],
]);

table('specimen', [
  ['potassium in serum', result({ specimen: 'SER^Serum' }), 'high'],
  ['potassium in urine under the serum code', result({ specimen: '尿液' }), 'not-critical:wrong-specimen'],
  ['potassium in urine by HL7 code', result({ specimen: 'UR' }), 'not-critical:wrong-specimen'],
  ['glucose of CSF under the serum code', loinc('2345-7', '30', 'mg/dL', { specimen: 'CSF' }), 'not-critical:wrong-specimen'],
  ['glucose of a capillary', loinc('2345-7', '30', 'mg/dL', { specimen: '末梢血' }), 'low'],
  ['potassium in a specimen we cannot name is told all the same', result({ specimen: '绿头管' }), 'high'],
  ['pO2 30 arterial', loinc('11556-0', '30', 'mmHg', { specimen: '动脉血' }), 'low'],
  ['pO2 30 venous must not alert', loinc('11556-0', '30', 'mmHg', { specimen: '静脉血' }), 'not-critical:wrong-specimen'],
  ['pO2 30 mixed venous', loinc('11556-0', '30', 'mmHg', { specimen: 'MIX.' }), 'not-critical:wrong-specimen'],
  ['pO2 30 central venous', loinc('11556-0', '30', 'mmHg', { specimen: 'CENTRAL VENOUS.' }), 'not-critical:wrong-specimen'],
  ['pO2 30 capillary', loinc('11556-0', '30', 'mmHg', { specimen: 'BLDC' }), 'not-critical:wrong-specimen'],
  ['pO2 30 of unnamed blood goes to triage', loinc('11556-0', '30', 'mmHg'), 'not-judged:specimen-unknown'],
  ['pO2 30 of "blood" goes to triage', loinc('11556-0', '30', 'mmHg', { specimen: '全血' }), 'not-judged:specimen-unknown'],
  ['pO2 90 of unnamed blood troubles nobody', loinc('11556-0', '90', 'mmHg'), 'not-critical:within-limits'],
  ['pO2 30 with the arterial LOINC and no specimen', loinc('2703-7', '30', 'mmHg'), 'low'],
  ['pO2 30 with the arterial LOINC but a venous specimen', loinc('2703-7', '30', 'mmHg', { specimen: '静脉血' }), 'not-critical:wrong-specimen'],
  ['pH 7.1 with the generic LOINC and no specimen', loinc('11558-4', '7.1', ''), 'not-judged:specimen-unknown'],
  ['pH 7.1 with the arterial LOINC', loinc('2744-1', '7.1', ''), 'low'],
  ['pCO2 9.5 kPa arterial', loinc('2019-8', '9.5', 'kPa'), 'high'],
  ['bicarbonate needs no artery', loinc('1963-8', '9', 'mEq/L'), 'low'],
  ['Gram stain of CSF', loinc('664-3', '阳性', '', { valueType: 'ST', specimen: '脑脊液' }), 'text'],
  ['Gram stain of sputum', loinc('664-3', '阳性', '', { valueType: 'ST', specimen: '痰' }), 'not-critical:wrong-specimen'],
  ['positive Gram stain of nothing named', loinc('664-3', '阳性', '', { valueType: 'ST' }), 'not-judged:specimen-unknown'],
  ['CSF culture by its own LOINC', loinc('606-4', 'Neisseria meningitidis', '', { valueType: 'ST' }), 'text'],
]);

table('unit', [
  ['total calcium in mg/dL under the molar LOINC (the MIMIC trap)', loinc('2000-8', '9.0', 'mg/dL'), 'not-critical:within-limits'],
  ['total calcium 6.5 mg/dL under the molar LOINC', loinc('2000-8', '6.5', 'mg/dL'), 'low'],
  ['total calcium 2.3 mmol/L under the mass LOINC', loinc('17861-6', '2.3', 'mmol/L'), 'not-critical:within-limits'],
  ['glucose 400 mg/dL', loinc('2345-7', '400', 'mg/dL'), 'high'],
  ['glucose 22.2 mmol/L', loinc('14749-6', '22.2', 'mmol/L'), 'high'],
  ['glucose 25 mg/dL', loinc('2345-7', '25', 'mg/dL'), 'low'],
  ['potassium in mEq/L', result({ unit: 'mEq/L' }), 'high'],
  ['haemoglobin 5.5 g/dL', loinc('718-7', '5.5', 'g/dL'), 'low'],
  ['haemoglobin 55 g/L', loinc('718-7', '55', 'g/L'), 'low'],
  ['haematocrit 0.17', loinc('4544-3', '0.17', 'L/L'), 'low'],
  ['platelets 8 K/uL', loinc('777-3', '8', 'K/uL'), 'low'],
  ['platelets 8000 /uL', loinc('777-3', '8000', '/uL'), 'low'],
  ['platelets 150 G/L', loinc('777-3', '150', 'G/L'), 'not-critical:within-limits'],
  ['BUN 100 mg/dL', loinc('3094-0', '100', 'mg/dL'), 'high'],
  ['creatinine 7.4 mg/dL', loinc('2160-0', '7.4', 'mg/dL'), 'high'],
  ['bilirubin 18.0 mg/dL', loinc('1975-2', '18.0', 'mg/dL'), 'high'],
  ['fibrinogen 100 mg/dL', loinc('3255-7', '100', 'mg/dL'), 'low'],
  ['no unit', result({ unit: '' }), 'not-judged:unit-missing'],
  ['no unit, a value nobody could have', result({ value: '71', unit: ' ' }), 'not-judged:unit-missing'],
  ['INR needs none', loinc('6301-6', '5.2', ''), 'high'],
  ['a unit nobody knows', result({ unit: 'flurbs' }), 'not-judged:unit-unknown'],
  ['a unit of something else', result({ unit: 'g/24h' }), 'not-judged:unit-not-of-item'],
  ['seconds for potassium', result({ unit: 's' }), 'not-judged:unit-not-of-item'],
  ['PT in percent', loinc('5902-2', '20', '%'), 'not-judged:unit-not-of-item'],
  ['the unit inside the value', result({ value: '7.1 mmol/L', unit: '', valueType: 'ST' }), 'high'],
  ['the unit in both places', result({ value: '7.1 mmol/L', valueType: 'ST' }), 'high'],
  ['two units that disagree', result({ value: '27.8 mg/dL', unit: 'mmol/L', valueType: 'ST' }), 'not-judged:unit-not-of-item'],
]);

table('value', [
  ['>1000 far past the limit', loinc('777-3', '>1000', '10^9/L'), 'high'],
  ['<0.1 far past the limit', loinc('751-8', '<0.1', '10^9/L'), 'low'],
  ['<5 may be critical or not', loinc('777-3', '<80', '10^9/L'), 'not-judged:comparator-undecided'],
  ['>5 potassium may be critical or not', result({ value: '>5' }), 'not-judged:comparator-undecided'],
  ['>8 potassium', result({ value: '>8' }), 'high'],
  ['> exactly the limit', result({ value: '>6.2' }), 'high'],
  ['< exactly the high limit is below it', loinc('6301-6', '<5.0', ''), 'not-critical:within-limits'],
  ['<= exactly the high limit may be at it', loinc('6301-6', '<=5.0', ''), 'not-judged:comparator-undecided'],
  ['≥ the limit', result({ value: '≥6.2' }), 'high'],
  ['SN >^8', result({ valueType: 'SN', value: '>^8' }), 'high'],
  ['SN as the reader of messages joins it', result({ valueType: 'SN', value: '>8' }), 'high'],
  ['SN ^7.1', result({ valueType: 'SN', value: '^7.1' }), 'high'],
  ['SN range within', result({ valueType: 'SN', value: '^4^-^5' }), 'not-critical:within-limits'],
  ['SN range across the limit', result({ valueType: 'SN', value: '^6^-^7' }), 'not-judged:comparator-undecided'],
  ['SN titre is no number', result({ valueType: 'SN', value: '^1^:^128' }), 'not-judged:value-not-understood'],
  ['a range past the limit', result({ value: '7-8', valueType: 'ST' }), 'high'],
  ['full-width digits', result({ value: '７．１' }), 'high'],
  ['full-width comparator', result({ value: '＞８' }), 'high'],
  ['thousands', loinc('777-3', '1,200', '10^9/L'), 'high'],
  ['a decimal comma is not guessed', result({ value: '7,1' }), 'not-judged:value-not-understood'],
  ['arrow behind the number', result({ value: '7.1↑↑' }), 'high'],
  ['star behind the number', result({ value: '7.1*' }), 'high'],
  ['flag behind the number', result({ value: '7.1 H' }), 'high'],
  ['exponent', loinc('777-3', '8e0', '10^9/L'), 'low'],
  ['negative base excess is no trouble for others', result({ value: '-3' }), 'low'],
  ['溶血 instead of a value', result({ value: '溶血', valueType: 'ST' }), 'not-judged:haemolysed'],
  ['HEMOLYZED instead of a value', result({ value: 'HEMOLYZED', valueType: 'ST' }), 'not-judged:haemolysed'],
  ['words nobody foresaw', result({ value: '见备注', valueType: 'ST' }), 'not-judged:value-not-understood'],
  ['未做', result({ value: '未做', valueType: 'ST' }), 'not-critical:no-result'],
  ['cancelled', result({ value: 'CANCELLED', valueType: 'ST' }), 'not-critical:no-result'],
  ['empty', result({ value: '' }), 'not-critical:no-result'],
  ['empty with the value in a comment', result({ value: '', notes: ['<10*.  VERIFIED BY SMEAR'] }), 'not-judged:value-in-note'],
  ['empty because haemolysed', result({ value: '', notes: ['HEMOLYZED SPECIMEN.'] }), 'not-judged:haemolysed'],
  ['bytes that could not be read', result({ unreadable: 'bytes' }), 'not-judged:value-not-understood'],
]);

table('finding', [
  ...(['阳性', '阳性（+）', 'Positive', 'POS', '(+)', '++', '2+', '弱阳性', '检出', '大肠埃希菌', '革兰阴性杆菌', 'Gram-negative rods', 'GRAM NEGATIVE ROD(S)', 'Staphylococcus aureus', 'Yeast', '见革兰阳性球菌', 'G-杆菌', '耐甲氧西林金黄色葡萄球菌'] as const)
    .map((value): Row => [`blood culture ${value}`, loinc('600-7', value, '', { valueType: 'ST' }), 'text']),
  ...(['阴性', 'Negative', 'NEG', '未检出', '无细菌生长', '培养5天无细菌生长', 'No growth after 5 days', 'NO GROWTH', '(-)', '未见细菌', 'No organisms seen', '未检出细菌'] as const)
    .map((value): Row => [`blood culture ${value}`, loinc('600-7', value, '', { valueType: 'ST' }), 'not-critical:negative']),
  ['blood culture 培养中', loinc('600-7', '培养中', '', { valueType: 'ST' }), 'not-critical:pending'],
  ['blood culture of words nobody foresaw', loinc('600-7', '见附件', '', { valueType: 'ST' }), 'not-judged:value-not-understood'],
  ['a preliminary positive is told at once', loinc('600-7', '革兰阳性球菌', '', { valueType: 'ST', status: 'P' }), 'text'],
  ['AFB smear 1+', loinc('11545-1', '1+', '', { valueType: 'ST', specimen: '痰' }), 'text'],
  ['AFB smear 未找到抗酸杆菌', loinc('11545-1', '未找到抗酸杆菌', '', { valueType: 'ST', specimen: '痰' }), 'not-critical:negative'],
  ['malaria 找到疟原虫', result({ codes: [{ code: 'MALARIA', system: 'L' }], value: '找到疟原虫', unit: '', valueType: 'ST' }), 'text'],
  ['blasts 12 %', result({ codes: [{ code: 'BLAST%', system: 'L' }], value: '12', unit: '%' }), 'text'],
  ['blasts 0 %', result({ codes: [{ code: 'BLAST%', system: 'L' }], value: '0', unit: '%' }), 'not-critical:negative'],
  ['blasts empty', result({ codes: [{ code: 'BLAST%', system: 'L' }], value: '', unit: '%' }), 'not-critical:no-result'],
  ['coded positive', loinc('600-7', '阳性', '', { valueType: 'CWE' }), 'text'],
]);

table('reference range', [
  ['troponin above the 99th percentile', loinc('6598-7', '0.05', 'ng/mL', { referenceRange: '0-0.01' }), 'high'],
  ['troponin at the 99th percentile', loinc('6598-7', '0.01', 'ng/mL', { referenceRange: '0-0.01' }), 'not-critical:within-limits'],
  ['troponin in ng/L, range <14', loinc('67151-1', '52', 'ng/L', { referenceRange: '<14' }), 'high'],
  ['troponin <0.01 with range 0-0.01', loinc('6598-7', '<0.01', 'ng/mL', { referenceRange: '0--0.01' }), 'not-critical:within-limits'],
  ['troponin without a range', loinc('6598-7', '0.05', 'ng/mL'), 'not-judged:reference-missing'],
  ['troponin with a range nobody can read', loinc('6598-7', '0.05', 'ng/mL', { referenceRange: '见说明' }), 'not-judged:reference-missing'],
  ['amylase three times the upper end', loinc('1798-8', '300', 'U/L', { referenceRange: '[0 - 100]' }), 'high'],
  ['amylase below it', loinc('1798-8', '299', 'IU/L', { referenceRange: '0-100' }), 'not-critical:within-limits'],
]);

table('flag', [
  ['HH within our limits', result({ value: '5.9', flags: ['HH'] }), 'high'],
  ['LL within our limits', result({ value: '3.1', flags: ['LL'] }), 'low'],
  ['AA on an item that is not listed', result({ codes: [{ code: 'X1', system: 'L' }], value: '阳性', flags: ['AA'] }), 'flag'],
  ['HH among others, with its text', result({ value: '5.9', flags: ['A', 'HH^Above upper panic limits^HL70078'] }), 'high'],
  ['hh in small letters', result({ value: '5.9', flags: ['hh'] }), 'high'],
  ['H alone', result({ value: '5.9', flags: ['H'] }), 'not-critical:within-limits'],
  ['L alone', result({ value: '3.2', flags: ['L'] }), 'not-critical:within-limits'],
  ['A alone', result({ value: '5.9', flags: ['A'] }), 'not-critical:within-limits'],
  ['N past our limit alerts', result({ flags: ['N'] }), 'high'],
  ['no flag past our limit alerts', result({ flags: [] }), 'high'],
  ['HH on a value past the low limit: ours names the direction', result({ value: '2.0', flags: ['HH'] }), 'low'],
  ['HH with a unit nobody knows', result({ unit: 'flurbs', flags: ['HH'] }), 'high'],
  ['HH without a value', result({ value: '', flags: ['HH'] }), 'high'],
  ['HH and LL together', result({ value: '5', flags: ['HH', 'LL'] }), 'flag'],
  ['HH on a venous gas: the laboratory decides', loinc('11556-0', '30', 'mmHg', { specimen: '静脉血', flags: ['LL'] }), 'low'],
]);

table('status', [
  ['final', result({ status: 'F' }), 'high'],
  ['preliminary', result({ status: 'P' }), 'high'],
  ['status not sent', result({ status: '' }), 'high'],
  ['corrected, nothing told before', result({ status: 'C' }), 'high'],
  ['not verified yet', result({ status: 'R' }), 'not-critical:not-released'],
  ['specimen still in the laboratory', result({ status: 'I' }), 'not-critical:not-released'],
  ['not verified yet, flagged: the verified one follows', result({ status: 'R', flags: ['HH'] }), 'not-critical:not-released'],
  ['deleted', result({ status: 'D' }), 'not-critical:withdrawn'],
  ['posted as wrong', result({ status: 'W', flags: ['HH'] }), 'not-critical:withdrawn'],
]);

const OLD_CHILD = bornDaysAgo(365 * 5);
const DIALYSIS: PatientFacts = { ...adult, traits: ['dialysis'] };
table('patient', [
  ['potassium 6.5, 28 days old', result({ value: '6.5', observedAt: at('02:00') }), 'not-critical:within-limits', bornDaysAgo(28)],
  ['potassium 6.5, 29 days old', result({ value: '6.5', observedAt: at('02:00') }), 'high', bornDaysAgo(29)],
  ['potassium 6.5, born today', result({ value: '6.5', observedAt: at('02:00') }), 'not-critical:within-limits', bornDaysAgo(0)],
  ['potassium 7.0, newborn', result({ value: '7.0' }), 'high', NEWBORN],
  ['potassium 3.0, newborn', result({ value: '3.0' }), 'low', NEWBORN],
  ['haemoglobin 90, newborn', loinc('718-7', '90', 'g/L'), 'low', NEWBORN],
  ['haemoglobin 90, adult', loinc('718-7', '90', 'g/L'), 'not-critical:within-limits'],
  ['haemoglobin 90, five years: adult row until the hospital writes one', loinc('718-7', '90', 'g/L'), 'not-critical:within-limits', OLD_CHILD],
  ['bilirubin 340, newborn', loinc('14631-6', '340', 'umol/L'), 'high', NEWBORN],
  ['bilirubin 320, newborn', loinc('14631-6', '320', 'umol/L'), 'not-critical:within-limits', NEWBORN],
  ['creatinine 700, newborn: no row', loinc('14682-9', '700', 'umol/L'), 'not-critical:no-limit-for-patient', NEWBORN],
  ['creatinine 700, dialysis by trait', loinc('14682-9', '700', 'umol/L'), 'not-critical:excluded-patient', DIALYSIS],
  ['creatinine 700, dialysis by ward', loinc('14682-9', '700', 'umol/L'), 'not-critical:excluded-patient', { ...adult, wardCode: 'HD1' }],
  ['potassium 7.1, dialysis: not excluded', result(), 'high', DIALYSIS],
  ['WBC 1.2, general ward', loinc('6690-2', '1.2', '10^9/L'), 'low'],
  ['WBC 1.2, haematology', loinc('6690-2', '1.2', '10^9/L'), 'not-critical:within-limits', HAEMA],
  ['WBC 0.4, haematology', loinc('6690-2', '0.4', '10^9/L'), 'low', HAEMA],
  ['WBC 40, haematology', loinc('6690-2', '40', '10^9/L'), 'not-critical:within-limits', HAEMA],
  ['platelets 15, chemotherapy ward', loinc('777-3', '15', '10^9/L'), 'not-critical:within-limits', { ...adult, wardCode: 'ONC2' }],
  ['platelets 15, haematology patient on another ward', loinc('777-3', '15', '10^9/L'), 'not-critical:within-limits', { ...adult, traits: ['haematology-or-chemotherapy'] }],
  ['platelets 15, general ward', loinc('777-3', '15', '10^9/L'), 'low'],
  ['newborn on a haematology ward: the ward wins', loinc('6690-2', '1.2', '10^9/L'), 'not-critical:within-limits', { ...NEWBORN, departmentCode: 'HEMA' }],
  ['birth date unknown: adult limits', result({ value: '6.5' }), 'high', { ...adult, birthDate: null }],
  ['birth date unknown on the newborn ward: newborn limits', result({ value: '6.5' }), 'not-critical:within-limits', { ...adult, birthDate: null, departmentCode: 'NICU' }],
  ['birth date in the future is unknown', result({ value: '6.5' }), 'high', bornDaysAgo(-400)],
  ['no ward, no department', result(), 'high', { ...adult, wardCode: null, departmentCode: null }],
]);

const creatinine = loinc('14682-9', '720', 'umol/L');
const toldCreatinine = earlier({ itemCode: 'creatinine', sent: '700', unitSent: 'umol/L', value: 700, resultKey: 'F0|14682-9|' });
const mdro = (value: string): LabResult => result({ codes: [{ code: 'MDRO', system: 'L' }], valueType: 'ST', value, unit: '' });
const toldMdro = earlier({ itemCode: 'mdro', direction: 'text', sent: '耐碳青霉烯肺炎克雷伯菌', unitSent: '', value: null, resultKey: 'F0|MDRO|' });
table('repeat', [
  ['creatinine, first time', creatinine, 'high'],
  ['creatinine, told before in this visit', creatinine, 'not-critical:repeat', adult, [toldCreatinine]],
  ['creatinine, told before in another visit', creatinine, 'high', adult, [{ ...toldCreatinine, sameVisit: false }]],
  ['creatinine, the earlier one was corrected away', creatinine, 'high', adult, [{ ...toldCreatinine, corrected: true }]],
  ['creatinine, told before, flagged HH', { ...creatinine, flags: ['HH'] }, 'high', adult, [toldCreatinine]],
  ['creatinine, another item was told', creatinine, 'high', adult, [earlier()]],
  ['potassium is told every time', result(), 'high', adult, [earlier()]],
  ['the same resistant organism again', mdro('耐碳青霉烯肺炎克雷伯菌'), 'not-critical:repeat', adult, [toldMdro]],
  ['another resistant organism', mdro('耐甲氧西林金黄色葡萄球菌'), 'text', adult, [toldMdro]],
]);

const toldSame = earlier({ resultKey: 'F1|2823-3|', sent: '7.1', value: 7.1 });
table('correction', [
  ['the same result sent again', result(), 'not-critical:same-result', adult, [toldSame]],
  ['the same result, final after preliminary', result({ status: 'F' }), 'not-critical:same-result', adult, [toldSame]],
  ['the same value with status C', result({ status: 'C' }), 'not-critical:same-result', adult, [toldSame]],
  ['corrected to a normal value', result({ status: 'C', value: '4.6' }), 'not-critical:within-limits', adult, [toldSame]],
  ['corrected to another critical value', result({ status: 'C', value: '6.8' }), 'high', adult, [toldSame]],
  ['corrected in another unit', result({ status: 'C', value: '27.8', unit: 'mg/dL' }), 'high', adult, [toldSame]],
  ['corrected from high to low', result({ status: 'C', value: '2.1' }), 'low', adult, [toldSame]],
  ['corrected under another key that names the first', result({ key: 'F9', replaces: 'F1|2823-3|', status: 'C', value: '4.6' }), 'not-critical:within-limits', adult, [toldSame]],
  ['withdrawn', result({ status: 'D', value: '' }), 'not-critical:withdrawn', adult, [toldSame]],
]);

for (const [name, of, corrects] of [
  ['to normal', result({ status: 'C', value: '4.6' }), 'a1'],
  ['to another critical value', result({ status: 'C', value: '6.8' }), 'a1'],
  ['without saying C', result({ value: '6.8' }), 'a1'],
  ['withdrawn', result({ status: 'W' }), 'a1'],
  ['its order cancelled', result({ status: 'X', value: '' }), 'a1'],
  ['under another key that names the first', result({ key: 'F9', replaces: 'F1|2823-3|', value: '4.6' }), 'a1'],
  ['to something nobody can judge', result({ status: 'C', unit: '' }), 'a1'],
  ['another result of the same item', result({ key: 'F2|2823-3|', value: '4.6' }), null],
  ['not verified yet', result({ status: 'R', value: '4.6' }), null],
] as const) {
  test(`correction: ${name} names ${corrects ?? 'no'} earlier alert`, (t) => t.is(judged(of, adult, [toldSame]).corrects, corrects));
}

test('correction: of two versions the standing one is corrected', (t) => {
  const first = { ...toldSame, corrected: true };
  const second = { ...toldSame, id: 'a2', sent: '6.8', openedAt: at('02:00') };
  t.is(judged(result({ status: 'C', value: '4.6' }), adult, [first, second]).corrects, 'a2');
});

test('correction: a corrected value is told even where repeats are quiet', (t) => {
  const standing = { ...toldCreatinine, resultKey: creatinine.key };
  t.is(word(judged({ ...creatinine, value: '900', status: 'C' }, adult, [standing])), 'high');
});

const quiet: ThresholdSet = { ...set, limits: set.limits.map((limit) => (limit.id === 'potassium.adult' ? { ...limit, repeat: { kind: 'quiet', hours: 4, worseBy: 0.1 } } : limit)) };
for (const [name, value, change, expected] of [
  ['the same again', '7.0', {}, 'not-critical:repeat'],
  ['a little better', '6.8', {}, 'not-critical:repeat'],
  ['worse by more than a tenth', '7.8', {}, 'high'],
  ['after the quiet hours', '7.0', { observedAt: new Date(at('01:40').getTime() - 5 * 3_600_000) }, 'high'],
  ['the other way', '2.5', {}, 'low'],
  ['the earlier one was a text', '7.0', { value: null }, 'high'],
] as const) {
  test(`quiet hours: ${name} → ${expected}`, (t) => {
    t.is(word(judged(result({ key: 'F7', value }), adult, [earlier(change)], quiet)), expected);
  });
}

const notesOf = (notes: readonly string[]) => judged(result({ notes })).notes;
test('notes: a haemolysed specimen alerts with a note, a clean one says nothing', (t) => {
  t.deepEqual(notesOf(['标本溶血']), ['haemolysed']);
  t.deepEqual(notesOf(['HEM']), ['haemolysed']);
  t.deepEqual(notesOf(['Slightly Hemolyzed specimen.']), ['haemolysed']);
  for (const clean of ['VERIFIED.  NOT HEMOLYZED.', 'Specimen not Hemolyzed.', '无溶血', '标本未溶血']) t.deepEqual(notesOf([clean]), []);
  t.deepEqual(judged(result(), { ...adult, birthDate: null }).notes, ['age-unknown']);
  t.deepEqual(judged(loinc('2703-7', '30', 'mmHg')).notes, ['specimen-from-code']);
  t.deepEqual(judged(result({ value: '>8' })).notes, ['comparator']);
  t.deepEqual(judged(result({ value: '5.9', flags: ['HH'] })).notes, ['flag-only']);
});

test('every decision names the set, the item and the limit that made it', (t) => {
  const critical = judged(loinc('2345-7', '400', 'mg/dL'));
  t.like(critical, { kind: 'critical', setVersion: 'default-2', itemCode: 'glucose', limitId: 'glucose.adult', value: 22.203 });
  t.like(judged(result({ value: '4.1' })), { kind: 'not-critical', setVersion: 'default-2', itemCode: 'potassium', limitId: 'potassium.adult', value: 4.1 });
  t.like(judged(result({ unit: '' })), { kind: 'not-judged', setVersion: 'default-2', itemCode: 'potassium', limitId: 'potassium.adult' });
  t.like(judged(result({ codes: [] })), { kind: 'not-critical', setVersion: 'default-2', itemCode: null, limitId: null });
  if (critical.kind === 'critical') t.deepEqual(critical.limit, { limitId: 'glucose.adult', unit: 'mmol/L', low: 2.5, high: 22.2, by: 'only', over: [] });
});

const assume = (item: ThresholdItem): ThresholdItem => (item.code === 'potassium' ? { ...item, unitWhenAbsent: 'mmol/L' } : item);
test('a hospital whose laboratory never sends units says so per item, and the card says it was assumed', (t) => {
  const verdict = judged(result({ unit: '' }), adult, [], { ...set, items: set.items.map(assume) });
  t.is(word(verdict), 'high');
  t.deepEqual(verdict.notes, ['unit-assumed']);
});

test('property: the order of flags, codes and notes never changes a verdict', (t) => {
  const flags = fc.array(fc.constantFrom('H', 'HH', 'L', 'LL', 'A', 'AA', 'N', '<', '>'), { maxLength: 4 });
  const value = fc.oneof(fc.double({ min: 0, max: 12, noNaN: true }).map(String), fc.constantFrom('>8', '<2', '溶血', '', '阳性'));
  const unit = fc.constantFrom('mmol/L', 'mEq/L', 'mg/dL', '', 'flurbs');
  fc.assert(fc.property(flags, value, unit, (some, sent, named) => {
    const codes = [{ code: '2823-3', system: 'LN' }, { code: 'GLU', system: 'L' }, { code: 'X', system: 'L' }];
    const of = result({ flags: some, value: sent, unit: named, codes, notes: ['HEM', 'x'] });
    const turned = result({ ...of, flags: [...some].reverse(), codes: [...codes].reverse(), notes: ['x', 'HEM'] });
    t.deepEqual(judged(of), judged(turned));
  }));
});

test('property: equal amounts in different units get equal verdicts', (t) => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 1500 }), (tenths) => {
    const mmol = loinc('2951-2', String(tenths / 10), 'mmol/L');
    t.is(word(judged(mmol)), word(judged({ ...mmol, unit: 'mEq/L' })));
    t.is(word(judged(mmol)), word(judged({ ...mmol, value: String(tenths * 100), unit: 'umol/L' })));
  }));
});

const ranks = (value: number): number => (word(judged(result({ value: String(value) }))) === 'high' ? 1 : 0);
test('property: further past a limit never becomes less critical', (t) => {
  fc.assert(fc.property(fc.double({ min: 3, max: 15, noNaN: true }), fc.double({ min: 0, max: 5, noNaN: true }), (value, more) => {
    t.true(ranks(value + more) >= ranks(value));
  }));
});

test('property: no result makes the judge throw, and HH always alerts once released', (t) => {
  const anything = fc.record({ value: fc.string(), unit: fc.string(), referenceRange: fc.string(), specimen: fc.string(), valueType: fc.constantFrom('NM', 'SN', 'ST', 'CE', '') });
  fc.assert(fc.property(anything, (change) => {
    judged(result(change));
    t.is(judged(result({ ...change, flags: ['HH'] })).kind, 'critical');
  }));
});
