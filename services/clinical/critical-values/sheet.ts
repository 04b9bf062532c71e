/** 危急值报告处置单: one value from the laboratory to the answer, on paper, with what was signed and whether that holds. */
import { z } from 'zod';
import { age, bedWords, sexWord } from '../../../cards/people.ts';
import { stamp } from '../../../cards/words.ts';
import type { Tx } from '../../core/db.ts';
import { Refusal } from '../../core/errors.ts';
import { defineFlow, defineQuery } from '../../core/module.ts';
import { file } from '../../core/schema.ts';
import { verificationWords } from '../../links/ca/phrases.ts';
import type { CertificateAuthority, Verification } from '../../links/ca/port.ts';
import { namesOf } from '../../shared/directory/index.ts';
import type { PaperAsked, Papers, Piece } from '../../core/papers/index.ts';
import { type Ends, findPersonOf } from '../../shared/patients/index.ts';
import { type Rules, byStanding } from './actions/common.ts';
import { factLine } from './cards.facts.ts';
import type { CriticalValue, Relay } from './model.ts';
import { ladderTold } from './rules.ts';
import { cancelWords, choiceWords, dutyWords, noteWords, relayBecame, relayWhy, sheetWords, stateWords } from './phrases.ts';
import { findValue, patientOfValue } from './store.ts';
import { bedsideOf } from './team.ts';
import { basisOf, setInWords } from './views.sets.ts';
import { timelineWordsOf } from './views.ts';

interface SheetFacts {
  readonly value: CriticalValue;
  readonly patient: { readonly number: string; readonly name: string; readonly sex: string; readonly age: string };
  readonly place: readonly string[];
  readonly basis: string;
  readonly signed: { readonly document: unknown; readonly signature: unknown } | null;
  readonly timeline: readonly { readonly at: Date; readonly what: string }[];
}

const one = z.object({ id: z.uuid() });

export function sheet(rules: Rules, ca: CertificateAuthority, papers: Papers) {
  // Inside the flow only, which is on record.
  const facts = defineQuery({
    name: 'critical-values.sheet-facts',
    input: one,
    output: z.custom<SheetFacts>(),
    policy: byStanding(rules, 'view'),
    audited: false,
    body: async ({ tx, now }, { id }) => factsOf(tx, id, now, rules.ends),
  });
  const flow = defineFlow({
    name: 'critical-values.sheet',
    input: one,
    output: file,
    policy: byStanding(rules, 'view'),
    audited: true,
    subject: ({ id }) => id,
    about: patientOfValue,
    body: async ({ ask, actor, now }, input) => {
      const found = await ask(facts, input);
      const verified = found.signed === null ? undefined : await ca.verify(found.signed.document, found.signed.signature);
      return papers.make(sheetOf(found, verified, actor.kind === 'staff' ? `${actor.name} ${actor.id} ${stamp(now)}` : stamp(now), now));
    },
  });
  return { facts, flow };
}

async function factsOf(tx: Tx, id: string, now: Date, ends: Ends): Promise<SheetFacts> {
  const value = await findValue(tx, id);
  if (value === undefined) throw new Refusal('core.not-found', {}, 404);
  if (value.disposal === null) throw new Refusal('critical-values.not-disposed');
  const [patient, bedside] = [await findPersonOf(tx, value.patientId), await bedsideOf(tx, value, { now, ends })];
  const told = await tx.fact.findMany({ where: { subject: id, name: { startsWith: 'critical-values.' } }, orderBy: { id: 'asc' } });
  const signed = value.signature === null ? null : await tx.signature.findUnique({ where: { id: value.signature.ref }, select: { document: true, signature: true } });
  const department = (await namesOf(tx, [], [bedside.departmentCode])).department(bedside.departmentCode);
  return {
    value,
    patient: { number: patient?.number ?? '', name: patient?.name ?? '', sex: sexWord(patient?.sex ?? 'U'), age: age(patient?.birthDate ?? undefined, now) },
    place: [department, bedside.wardName ?? '', bedWords(bedside.visit?.bed ?? '')].filter((part) => part !== ''),
    basis: basisOf(value, await setInWords(tx, value.setVersion)),
    signed,
    timeline: told.flatMap((fact) => {
      const what = timelineWordsOf(fact);
      return what === undefined ? [] : [{ at: fact.at, what }];
    }),
  };
}

const whole = ({ name, number }: { readonly name: string; readonly number: string }): string => `${name}（${number}）`;

const lines = (heading: string, ...said: readonly (string | undefined)[]): Piece[] => [{ kind: 'heading', text: heading }, ...said.flatMap((text): Piece[] => (text === undefined || text === '' ? [] : [{ kind: 'text', text }]))];

export function sheetOf({ value, patient, place, basis, timeline }: SheetFacts, verified: Verification | undefined, takenBy: string, at: Date): PaperAsked {
  const { acknowledged, disposal, signature, cancelled, correction, observedAt, resultedAt } = value;
  const times = [['采样', observedAt], ['报告', resultedAt], ['收到', value.receivedAt]] as const;
  return {
    fileName: `${sheetWords.title} ${patient.number}`,
    title: sheetWords.title,
    facts: [`姓名：${patient.name}`, `性别、年龄：${[patient.sex, patient.age].filter((part) => part !== '').join(' ')}`, `患者编号：${patient.number}`, `位置：${place.join(' ')}`, `状态：${stateWords[value.clinical]}`, `编号：${value.id.slice(-12)}`],
    pieces: [
      ...lines('危急值', factLine(value), times.flatMap(([word, time]) => (time === null ? [] : [`${word} ${stamp(time)}`])).join('，'), `判定依据：${basis}`, ...value.notes.map((note) => noteWords[note]), correction === null ? undefined : `检验科 ${stamp(correction.at)} 更正过这个结果`),
      ...lines('通知', ...ladderTold(value, value.escalation.told).map(({ step, duty, at: toldAt, people }) => `第 ${step} 步 ${dutyWords[duty]}：${people.length === 0 ? '无人' : people.map(whole).join('、')}，${stamp(toldAt)}`)),
      ...lines('确认', acknowledged === null ? '没有单独确认，直接记录了处置' : `${whole(acknowledged.by)}，${stamp(acknowledged.at)}`),
      ...(value.relays.length === 0 ? [] : lines('转交', ...value.relays.map(relayLine))),
      ...(disposal === null ? [] : lines('处置', disposal.choices.map((choice) => choiceWords[choice]).join('；'), disposal.note, disposal.voice === null ? undefined : `语音说明 ${Math.round(disposal.voice.seconds)} 秒，录于 ${stamp(disposal.voice.at)}，存于本系统；SHA-256 ${disposal.voice.digest}`, `处置时间 ${stamp(disposal.actionAt)}，${whole(disposal.by)}记录于 ${stamp(disposal.at)}${disposal.late ? '（补记）' : ''}`)),
      ...lines('签名', ...(signature === null ? ['还没有签名'] : [`${whole(signature.by)}电子签名于 ${stamp(signature.at)}`, ...verifiedWords(verified)])),
      ...(cancelled === null ? [] : lines('作废', `${stamp(cancelled.at)}：${cancelWords[cancelled.reason]}`)),
      { kind: 'heading', text: '全部经过' },
      { kind: 'table', widths: [130, 360], rows: [['时间', '经过'], ...timeline.map(({ at: when, what }) => [stamp(when), what])] },
    ],
    takenBy,
    at,
  };
}

function relayLine({ from, by, to, at, ended, ...why }: Relay): string {
  const asked = by.number === from.number ? whole(from) : `${whole(by)}代${whole(from)}`;
  const became = ended === null ? '没有回复' : `${relayBecame(ended.how, to)}（${stamp(ended.at)}）`;
  return `${asked}于 ${stamp(at)} 请${whole(to)}接手：${relayWhy(why)}；${became}`;
}

function verifiedWords(verified: Verification | undefined): string[] {
  if (verified === undefined) return ['签名记录不在本系统里，没有核验。'];
  return [`核验：${verificationWords[verified.reason]}${verified.serial === undefined ? '' : `　证书序列号 ${verified.serial}`}`];
}
