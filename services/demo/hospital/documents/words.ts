/** Pieces of sentences that records share. Pure. */
import { itemOf, panelOf } from '../data/laboratory.ts';
import { drawsOf, itemsOf } from '../course/panels.ts';
import { operationOf } from '../course/operation.ts';
import { courseDays, diagnosesOf, type Stay, type World } from '../course/stays.ts';
import { flagOf, valueAt } from '../course/trajectory.ts';
import { figure, type Round, roundsOf } from '../course/vitals.ts';
import { ageText, day, timeText } from '../time.ts';
import { unitWords } from '../../../links/statements/format.unit-words.ts';

export const sexWord = (sex: 'M' | 'F'): string => (sex === 'M' ? '男' : '女');
export const ageOf = ({ patient }: Stay, at: number): string => ageText(patient.birth, at);
export const isChild = ({ disease }: Stay): boolean => disease.newborn === true || disease.ages[1] < 15;
/** 患者 or 患儿 */
export const subject = (stay: Stay): string => (isChild(stay) ? '患儿' : '患者');

export const diagnosisLines = (stay: Stay): string[] => diagnosesOf(stay).map(({ name }, index, all) => (all.length === 1 ? name : `${index + 1}. ${name}`));
export const diagnosisText = (stay: Stay): string => diagnosesOf(stay).map(({ name }) => name).join('；');
export const numbered = (lines: readonly string[]): string[] => lines.map((line, index) => `${index + 1}. ${line}。`.replace('。。', '。'));

/** The last round before a moment; at admission the first one. */
export function roundBefore(world: World, stay: Stay, at: number): Round | undefined {
  const rounds = roundsOf(world, stay, Math.max(stay.admittedAt, at - 2 * day), at + 1);
  return rounds.at(-1) ?? roundsOf(world, stay, stay.admittedAt, stay.admittedAt + day)[0];
}

export function vitalsText(round: Round | undefined): string {
  const pressure = figure(round, 'SBP') === '' ? '' : `，BP ${figure(round, 'SBP')}/${figure(round, 'DBP')}mmHg`;
  const saturation = figure(round, 'SPO2') === '' ? '' : `，SpO₂ ${figure(round, 'SPO2')}%`;
  return `T ${figure(round, 'T')}℃，P ${figure(round, 'P')}次/分，R ${figure(round, 'R')}次/分${pressure}${saturation}`;
}

/** 专科查体 with the pulse of the moment; only at admission is everything as the illness has it. */
export const examText = (stay: Stay, round: Round | undefined): string => stay.disease.exam.replace('{pulse}', figure(round, 'P'));

/** The results that came since a moment: abnormal ones, else that there is nothing abnormal. */
export function resultsText(world: World, stay: Stay, since: number, at: number): string {
  const draws = drawsOf(world, stay).filter(({ reportedAt }) => reportedAt > since && reportedAt <= at);
  return draws.slice(-3).map(({ panel, collectedAt }) => `${panelOf(panel).name}：${panelText(world, stay, panel, collectedAt)}`).join('；');
}

function panelText(world: World, stay: Stay, panel: string, at: number): string {
  const found = itemsOf(world, stay, panel, at).map((id) => ({ item: itemOf(id), value: valueAt(world, stay, id, at) }));
  const odd = found.filter(({ item, value }) => flagOf(item, stay, value) !== undefined).slice(0, 6);
  const shown = odd.length > 0 ? odd : found.slice(0, 1);
  const words = shown.map(({ item, value }) => `${item.name} ${value.toFixed(item.decimals)}${unitWords(item.unit)}${arrow(flagOf(item, stay, value))}`);
  return odd.length > 0 ? words.join('，') : `${words.join('')}，余未见明显异常`;
}

const arrow = (flag: string | undefined): string => (flag === undefined ? '' : flag.startsWith('H') ? '↑' : '↓');

/** How far the illness has gone: 0 first days, 1 better, 2 ready to go. */
export function phaseAt(stay: Stay, at: number, course: number): 0 | 1 | 2 {
  const part = (at - stay.admittedAt) / (course * day);
  return part < 0.3 ? 0 : part < 0.72 ? 1 : 2;
}

/** How the patient is: an operation turns the page. */
export function stateText(world: World, stay: Stay, at: number): string {
  const operation = operationOf(world, stay);
  const { course } = stay.disease;
  if (operation === undefined) return course[phaseAt(stay, at, courseDays(stay))];
  if (at < operation.from) return `${subject(stay)}病情平稳，无新发不适，术前准备中`;
  const after = (at - operation.until) / day;
  if (at < operation.until) return `${subject(stay)}正在手术中`;
  return course[after < 1.6 ? 0 : after < Math.max(3, (stay.dischargedAt - operation.until) / day - 1.5) ? 1 : 2];
}

/** What is to be done now: nobody prepares again for an operation that is over. */
export function planText(world: World, stay: Stay, at: number): readonly string[] {
  const operation = operationOf(world, stay);
  const { plan } = stay.disease;
  if (operation === undefined || at < operation.until) return plan;
  const later = plan.filter((text) => text.startsWith('术后') || (!text.includes('术') && !/完善|镜|急诊/.test(text)));
  return [...later, '观察术区及引流情况，镇痛，预防感染及血栓', '加强营养，早期活动'].slice(0, 3);
}

export const byWords = { 急诊: '由急诊收入院', 门诊: '由门诊收入院', 转院: '由外院转入我院' } as const;

export const heading = (title: string): string => `【${title}】`;
export const signed = (name: string, title: string, at: number): string => `${title}：${name}　　${timeText(at)}`;
