import test from 'ava';
import { alertCard, titleLine, viewOf } from './cards.ts';
import type { CardPatient, Process, Reader, View } from './cards.ts';
import { contextFields, factLine, valueWords } from './cards.facts.ts';
import { samples } from './cards.samples.ts';
import { defaultLadder, defaultProcess } from './model.process.ts';
import type { CriticalValue } from './model.ts';
import { choiceWords, phrases } from './phrases.ts';
import { at, chen, li, opened, tell, zhang } from './rules.fixtures.ts';
import { acknowledge, cancel, close, correct, dispose, feedbackAccepted, feedbackSent, handBack, relay, sign, takeOver } from './rules.ts';

const process: Process = { ladder: defaultLadder, settings: defaultProcess };
const patient: CardPatient = { name: '王建国', sex: 'M', birthDate: new Date('1959-03-12T00:00:00+08:00'), bed: '12', place: '心内科一病区' };
const as = (number: string, change: Partial<Reader> = {}): Reader => ({ staffNumber: number, mayAct: true, mayDecline: true, mayRelay: false, contacts: false, watches: false, colleague: null, outOfTeam: false, ...change });

const fresh = tell(opened(), '02:14', [li]);
const climbed = tell(tell(fresh, '02:19', [zhang]), '02:24', [chen]);
const acked = acknowledge(fresh, li, at('02:16')).value;
const asked = relay(acked, { by: li, to: zhang, reason: 'operating', note: '' }, defaultProcess, at('02:20')).value;
const handed = takeOver(asked, zhang, at('02:22')).value;
const office = { number: '9001', name: '赵敏', role: 'administrator' };
const inCharge = acknowledge(tell(climbed, '02:29', [office]), office, at('02:32')).value;
const disposed = dispose(acked, { by: li, choices: ['order-given'], note: '', actionAt: at('02:25') }, defaultProcess, at('02:30')).value;
const signed = sign(disposed, li, 's', defaultProcess, at('02:31')).value;
const closed = close(feedbackAccepted(feedbackSent(signed, defaultProcess, at('02:31')).value, at('02:32')).value, defaultProcess, at('02:32')).value;
const cancelled = cancel(fresh, { by: 'staff:7001', reason: 'duplicate', note: '' }, at('02:20')).value;
const fix = { resultId: 'r2', sent: '4.6', unitSent: 'mmol/L', outcome: 'not-critical', successor: null } as const;

/* State × reader → what the card is. */
const gone = as('1001', { mayAct: false, outOfTeam: true });
const nurse = as('2001', { mayAct: false });
const views: readonly (readonly [string, CriticalValue, Reader, string, View])[] = [
  ['open, the responsible doctor', fresh, as('1001'), '02:15', 'mine-to-answer'],
  ['open, a doctor of the department the ladder has not told', fresh, as('1009'), '02:15', 'mine-to-answer'],
  ['open, a nurse', fresh, nurse, '02:15', 'not-mine'],
  ['open, the doctor told before the patient moved', fresh, gone, '02:15', 'not-mine'],
  ['climbed, the first doctor', climbed, as('1001'), '02:25', 'mine-to-answer'],
  ['climbed, the duty doctor', climbed, as('1002'), '02:25', 'escalated-to-me'],
  ['climbed, the head', climbed, as('1003'), '02:25', 'escalated-to-me'],
  ['half an hour unanswered, the first doctor', climbed, as('1001'), '02:44', 'overdue-unanswered'],
  ['half an hour unanswered, the head', climbed, as('1003'), '02:44', 'overdue-unanswered'],
  ['acknowledged, by me', acked, as('1001'), '02:17', 'taken-by-me'],
  ['acknowledged, by another', acked, as('1002'), '02:17', 'taken-by-another'],
  ['acknowledged by the medical office, itself', inCharge, as('9001', { mayAct: false }), '02:33', 'in-my-charge'],
  ['acknowledged by the medical office, time is over, itself', inCharge, as('9001', { mayAct: false }), '03:10', 'in-my-charge'],
  ['acknowledged by the medical office, a doctor who was told', inCharge, as('1002'), '02:33', 'to-treat'],
  ['acknowledged by the medical office, a nurse', inCharge, nurse, '02:33', 'taken-by-another'],
  ['acknowledged, a nurse', acked, as('2001', { mayAct: false }), '02:17', 'taken-by-another'],
  ['acknowledged, time is over, by me', acked, as('1001'), '02:46', 'overdue-mine'],
  ['acknowledged, time is over, by another', acked, as('1002'), '02:46', 'taken-by-another'],
  ['being handed on, who has it', asked, as('1001'), '02:21', 'relaying'],
  ['being handed on past its time, who has it', asked, as('1001'), '02:50', 'relaying'],
  ['being handed on, who is asked', asked, as('1002'), '02:21', 'relayed-to-me'],
  ['being handed on, another', asked, as('1003'), '02:21', 'taken-by-another'],
  ['handed on, who has it now', handed, as('1002'), '02:23', 'taken-by-me'],
  ['handed on, who had it', handed, as('1001'), '02:23', 'taken-by-another'],
  ['said no to, who has it', handBack(asked, zhang, at('02:22')).value, as('1001'), '02:23', 'taken-by-me'],
  ['said no to, who did', handBack(asked, zhang, at('02:22')).value, as('1002'), '02:23', 'taken-by-another'],
  ['disposed, by me', disposed, as('1001'), '02:31', 'disposed-by-me'],
  ['disposed, by another', disposed, as('1002'), '02:31', 'disposed'],
  ['signed', signed, as('1001'), '02:31', 'signed'],
  ['closed', closed, as('1001'), '02:33', 'closed'],
  ['cancelled', cancelled, as('1001'), '02:21', 'cancelled'],
  ['corrected before anybody acted', correct(acked, fix, at('02:40')).value, as('1001'), '02:41', 'corrected'],
  ['corrected after disposal', correct(disposed, fix, at('02:40')).value, as('1001'), '02:41', 'corrected'],
  ['corrected after closing', correct(closed, fix, at('09:00')).value, as('1002'), '09:01', 'corrected'],
  ['corrected, the doctor whose patient moved still learns it', correct(fresh, fix, at('02:40')).value, gone, '02:41', 'corrected'],
];
for (const [name, value, reader, clock, view] of views) {
  test(`view: ${name} → ${view}`, (t) => t.is(viewOf(value, reader, process, at(clock)), view));
}

test('the samples show every view', (t) => {
  const shown = new Set(samples.map(({ state }) => state));
  for (const view of new Set(views.map(([, , , , each]) => each))) t.true([...shown].some((state) => state.startsWith(view)), view);
  t.is(shown.size, samples.length, 'a state is named once');
});

const width = (text: string): number => [...text].reduce((sum, letter) => sum + (letter.charCodeAt(0) > 0xff ? 1 : 0.5), 0);

for (const { state, name, card } of samples) {
  test(`card ${state}: ${name}`, (t) => {
    t.true(width(card.title) <= 20, `title ${width(card.title)}`);
    t.true(width(card.kind) <= 8);
    t.true(width(card.state) <= 26, `state ${width(card.state)}: ${card.state}`);
    t.true(card.buttons.length <= 3);
    t.true(card.buttons.length === 0 || card.result === undefined, 'buttons give way to the result');
    t.true(card.buttons.length > 0 || card.result !== undefined);
    for (const field of card.fields) t.true(width(field.label) <= 5, field.label);
    for (const option of card.questions.flatMap(({ options }) => options)) t.true(width(option.label) <= 11, option.label);
    t.notRegex(JSON.stringify(card), /undefined|null|NaN|\{\w+\}/u);
    t.regex(card.link?.path ?? '', /^\/m\/critical-values\/[0-9a-f-]{36}$/u);
    t.notRegex(card.summary, /血钾|7\.1|mmol|建国|培养|血小板/u, 'nothing clinical where strangers look');
    t.notRegex(JSON.stringify(card), /王建国/u, 'the name is masked');
    t.true(width(card.fact) > 2 && width(card.fact) <= 26);
  });
}

test('the first card reads as the interface wants it', (t) => {
  const card = alertCard({ ...fresh, previous: { sent: '4.8', unit: 'mmol/L', at: new Date('2026-11-19T16:20:00+08:00') } }, patient, as('1001'), process, at('02:15'));
  t.is(card.fact, '血钾 7.1 mmol/L ↑↑');
  t.is(card.title, '12床 王** 67岁 男 心内科一病区');
  t.is(card.summary, '12床 王** 有危急值，请处理');
  t.is(card.state, '等待确认 · 02:19 无人确认将通知值班医生');
  t.deepEqual(card.fields[0], { label: '上次', value: '4.8 mmol/L（昨天 16:20）' });
  t.deepEqual(card.buttons.slice(0, 1), [{ id: 'acknowledge', label: '确认收到，我来处理', weight: 'primary' }]);
});

const lineOf = (staff: string): string => alertCard(climbed, patient, as(staff), process, at('02:25')).state;
test('each step reads who was asked before it, also when the ladder has climbed on', (t) => {
  t.regex(lineOf('1002'), /^李医生（管床医生）未确认/u);
  t.regex(lineOf('1003'), /（值班医生）未确认/u);
});

test('the disposal card asks one question and leads to the page', (t) => {
  const card = alertCard(acked, patient, as('1001'), process, at('02:17'));
  t.is(card.questions.length, 1);
  t.is(card.questions[0]?.kind, 'one');
  t.is(card.questions[0]?.options.length, Object.keys(choiceWords).length - 1, 'who lies in a bed is not called in');
  t.is(card.questions[0]?.chosen, undefined, 'nothing is chosen for the doctor');
  t.deepEqual(card.buttons.map(({ id }) => id), ['dispose']);
  t.is(card.state, '您 02:16 已确认 · 02:46 前需处置');
});

test('the others see who has it', (t) => {
  const card = alertCard(acked, patient, as('1002'), process, at('02:17'));
  t.is(card.state, '李医生 02:16 已确认 · 02:46 前需处置');
  t.is(card.result, '李医生 02:16 已确认');
  t.deepEqual([card.buttons, card.questions], [[], []]);
});

test('an old card shows today\u2019s state with its day', (t) => {
  const card = alertCard(closed, patient, as('1001'), process, new Date('2026-11-22T08:00:00+08:00'));
  t.is(card.state, '11-20 02:32 已办结 · 检验科已收到反馈');
});

test('values and units read as people write them', (t) => {
  t.is(valueWords('>^1000', '10*9/L'), '>1000×10⁹/L');
  t.is(valueWords('8', 'x10^9/L'), '8×10⁹/L');
  t.is(valueWords('5', '10*12/L^tera per liter^UCUM'), '5×10¹²/L');
  t.is(valueWords('7.08', 'pH'), '7.08');
  t.is(valueWords('革兰阴性杆菌\n  生长', ''), '革兰阴性杆菌 生长');
});

test('the fact keeps what was sent; low, high and flags have their signs', (t) => {
  t.is(factLine(opened({ value: '2.1' })), '血钾 2.1 mmol/L ↓↓');
  t.is(factLine(opened({ value: '5.9', flags: ['AA'] })), '血钾 5.9 mmol/L !!');
  t.is(factLine(opened({ value: '27.8', unit: 'mg/dL' })), '血钾 27.8 mg/dL ↑↑');
});

const limitOf = (value: CriticalValue): string | undefined => contextFields(value, at('02:15')).find(({ label }) => label === '危急界限')?.value;
test('the limit on the card is the side that was passed', (t) => {
  t.is(limitOf(opened()), '≥6.2 mmol/L');
  t.is(limitOf(opened({ value: '2.1' })), '≤2.8 mmol/L');
  t.is(limitOf(opened({ value: '5.9', flags: ['HH'] })), undefined);
  const value = opened();
  t.is(limitOf({ ...value, limit: value.limit && { ...value.limit, from: 4.1 } }), '较上次 4.1 mmol/L 变化过大');
});

test('outpatients have no bed, unknown facts are left out', (t) => {
  t.is(titleLine({ name: '张三', sex: 'U', birthDate: null, bed: '', place: '心内科门诊' }, at('02:15')), '张* 心内科门诊');
  t.is(titleLine({ ...patient, bed: '加3床' }, at('02:15')), '加3床 王** 67岁 男 心内科一病区');
});

test('every sentence ends as a sentence and is Chinese', (t) => {
  for (const [code, sentence] of Object.entries(phrases)) {
    t.regex(sentence, /。$/u, code);
    t.notRegex(sentence, /[A-Za-z]{3,}(?![^{]*\})/u, code);
  }
});
