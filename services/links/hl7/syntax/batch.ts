/** The headers of a batch (FHS/BHS … BTS/FTS, chapter 2.10.3), and the answers to one. Bytes, because its messages may be in any character set. */
import { isBatch } from './split.ts';
import { readAnswers } from './answer.ts';
import { buildAck } from './ack.ts';
import { NO_HEADER, peekHeader } from './header.ts';
import { problem } from './problem.ts';
import { writeTime } from './time.ts';

/** How a sender wants its batches answered. */
export const batchAnswers = ['together', 'each', 'one'] as const;
export type BatchAnswer = (typeof batchAnswers)[number];

export interface Batch {
  readonly application: string;
  readonly facility: string;
  /** BHS-11, else FHS-11. */
  readonly controlId: string;
  /** A file of batches (FHS). */
  readonly isFile: boolean;
  /** BTS-1 of all batches; `undefined` where one does not say. */
  readonly declared: number | undefined;
}

/** `undefined`: no batch. */
export function batchOf(bytes: Buffer): Batch | undefined {
  if (!isBatch(bytes)) return undefined;
  const lines = bytes.toString('latin1').split(/\p{Cc}+/u).map((line) => line.replace(/^\u00ef\u00bb\u00bf/, '').trimStart()).filter((line) => /^(FHS|BHS|BTS)[^A-Za-z0-9\s]/.test(line));
  const fields = lines.map((line) => line.split(line.charAt(3)));
  const [file, batch] = [fields.find(([name]) => name === 'FHS'), fields.find(([name]) => name === 'BHS')];
  const first = (at: number): string => [batch, file].map((each) => each?.[at - 1]?.split('^')[0]?.trim() ?? '').find((text) => text !== '') ?? '';
  const counts = fields.filter(([name]) => name === 'BTS').map((each) => (/^\d{1,6}$/.test(each[1]?.trim() ?? '') ? Number(each[1]) : undefined));
  return { application: first(3), facility: first(4), controlId: first(11), isFile: file !== undefined, declared: counts.length === 0 || counts.includes(undefined) ? undefined : counts.reduce<number>((sum, count) => sum + (count ?? 0), 0) };
}

/** What stands around its messages, a line each. */
export const headersOf = (bytes: Buffer): Buffer => Buffer.from(bytes.toString('latin1').split(/[\r\n]+/).filter((line) => /^(\u00ef\u00bb\u00bf|\p{Cc})*\s*(FHS|BHS|BTS|FTS)[^A-Za-z0-9\s]/u.test(line)).map((line) => `${line}\r`).join(''), 'latin1');

/** Not as many messages as the sender counted: some of it did not come. */
const shortage = ({ declared }: Batch, got: number): string | undefined => (declared === undefined || declared === got ? undefined : `BTS-1 写明 ${declared} 条，收到 ${got} 条，请核对后补发`);

/** The answers of its messages in their order between batch headers; the batch that is meant in BHS-12 (chapter 2.10.3.3). */
export function answerTogether(batch: Batch, answers: readonly Buffer[], now: Date): Buffer {
  const head = (name: string): string => `${name}|^~\\&|WARDLINE||${batch.application}|${batch.facility}|${writeTime(now)}|||||${batch.controlId}\r`;
  const parts = [...(batch.isFile ? [head('FHS')] : []), head('BHS')].join('');
  const tail = [`BTS|${answers.length}|${shortage(batch, answers.length) ?? ''}`.replace(/\|$/, ''), ...(batch.isFile ? ['FTS|1'] : [])].map((line) => `${line}\r`).join('');
  return Buffer.concat([Buffer.from(parts), ...answers, Buffer.from(tail)]);
}

/** One acknowledgement for all: taken when each was; else the worst of them, naming those that were not. */
export function answerAsOne(batch: Batch, raw: Buffer, answers: readonly Buffer[], now: Date): Buffer {
  const first = peekHeader(raw);
  const header = { ...NO_HEADER, ...first, sendingApplication: batch.application || first.sendingApplication, sendingFacility: batch.facility || first.sendingFacility, controlId: batch.controlId, type: 'ACK', event: '' };
  const bad = answers.flatMap((each) => readAnswers(each)).filter(({ code }) => code !== 'AA');
  const missing = shortage(batch, answers.length);
  if (bad.length === 0 && missing === undefined) return buildAck({ header, charset: 'utf-8', now });
  const reason = [...(missing === undefined ? [] : [missing]), ...(bad.length === 0 ? [] : [`${answers.length} 条中有 ${bad.length} 条没有接收：${bad.slice(0, 20).map((each) => `${each.controlId}（${each.reason}）`).join('；')}`])].join('；');
  const base = problem('batch-incomplete');
  return buildAck({ header, charset: 'utf-8', now, problem: { ...base, code: bad.some(({ code }) => code === 'AE') || bad.length === 0 ? 'AE' : 'AR', reason } });
}
