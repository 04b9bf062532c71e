/**
 * The demonstration's laboratory: stands where a LIS stands, speaks HL7 over real sockets, sends results to our
 * listener and takes our answers. It has no way into the product but the one a LIS has.
 */
import { readAnswers } from '../links/hl7/syntax/answer.ts';
import { parse } from '../links/hl7/syntax/parse.ts';
import { splitMessages } from '../links/hl7/syntax/split.ts';
import { type Target, send } from '../links/hl7/mllp/client.ts';
import { type ResultSample, result } from '../links/hl7/samples.ts';
import { type DemoItem, demoItems } from './items.ts';
import { type FhirTarget, postFhir } from './hospital/speak/mouth.ts';
import { bundleFiles, bundleFolder, bundlesIn } from './real-bundles.ts';
import { wrapMimic } from './real-results.ts';
import { chineseNames, messagesOf, mimicFolder, type Replay, replayPresent, replays, usualData } from './real-streams.ts';

export interface DemoPatient {
  readonly patientNumber: string;
  readonly name: string;
  readonly sex: string;
  readonly birthDate: Date | null;
}

export interface SentMessage {
  readonly controlId: string;
  readonly code: string;
  readonly reason: string;
}

export interface ReplayState {
  readonly running: boolean;
  readonly sent: number;
  readonly total: number;
  readonly accepted: number;
  readonly failed: string;
}

const idle: ReplayState = { running: false, sent: 0, total: 0, accepted: 0, failed: '' };

export interface LaboratoryMore {
  /** Where the real data lies. */
  readonly data?: string | undefined;
  /** Where FHIR is taken, once the service listens. */
  readonly fhir?: () => FhirTarget | undefined;
}

export class DemoLaboratory {
  /** Asked at each sending: the listener's port is known only once it listens. */
  readonly #hospital: () => Target;
  readonly #now: () => Date;
  readonly #data: string;
  readonly #fhir: () => FhirTarget | undefined;
  #replay: ReplayState = idle;
  #serial = 0;
  #halted = false;

  constructor(hospital: () => Target, now: () => Date, more: LaboratoryMore = {}) {
    this.#hospital = hospital;
    this.#now = now;
    this.#data = more.data ?? usualData;
    this.#fhir = more.fhir ?? (() => undefined);
  }

  get replay(): ReplayState {
    return this.#replay;
  }

  item(id: string): DemoItem | undefined {
    return demoItems.find((item) => item.id === id);
  }

  /** Sends one result and gives the message as sent with its answer. */
  async sendResult(patient: DemoPatient, item: DemoItem, value: string): Promise<{ message: string; answer: SentMessage }> {
    const at = this.#now();
    this.#serial += 1;
    const sample: ResultSample = {
      at,
      patient: { id: patient.patientNumber, name: patient.name, ...sexOf(patient.sex), ...(patient.birthDate === null ? {} : { birth: day(patient.birthDate) }) },
      filler: `DEMO${at.getTime()}${this.#serial}`,
      specimen: item.specimen,
      items: [{ code: { id: item.loinc, text: item.name }, value, unit: item.unit, range: item.range }],
    };
    const raw = result(sample);
    return { message: raw.toString().replaceAll('\r', '\n'), answer: await this.#send(raw) };
  }

  /** Whatever somebody typed, as it is: line breaks become HL7's, a batch becomes its messages. */
  async sendText(text: string): Promise<SentMessage[]> {
    const answers: SentMessage[] = [];
    for (const raw of splitMessages(Buffer.from(text.replaceAll(/\r?\n/g, '\r')))) answers.push(await this.#send(raw));
    return answers;
  }

  /** Real results, a few a second, each put to a patient of the demonstration; goes on by itself until it is done. */
  start(patients: readonly DemoPatient[], count: number, rate: number, source: Replay = 'mimic'): void {
    if (this.#replay.running || patients.length === 0) return;
    this.#halted = false;
    this.#replay = { ...idle, running: true, total: count };
    this.#run(patients, { count, rate, source }).then(
      () => this.#update({ running: false }),
      (error: unknown) => this.#update({ running: false, failed: error instanceof Error ? error.message : String(error) }),
    );
  }

  /** What can be replayed here, and what could be if its files were. */
  get choices(): { readonly present: readonly Replay[]; readonly absent: readonly Replay[] } {
    const present = replays.filter((replay) => replayPresent(replay, this.#data));
    return { present, absent: replays.filter((replay) => !present.includes(replay)) };
  }

  /** Ends a replay after the message that is on its way. */
  halt(): void {
    this.#halted = true;
  }

  async #run(patients: readonly DemoPatient[], { count, rate, source }: { readonly count: number; readonly rate: number; readonly source: Replay }): Promise<void> {
    if (source === 'fhir') return this.#runBundles(count, rate);
    const all = source === 'mimic' ? (await wrapMimic({ loinc: true, names: await chineseNames(this.#data), folder: mimicFolder(this.#data) })).map(({ message }) => message) : await messagesOf(source, this.#data);
    const messages = all.slice(0, count);
    this.#update({ total: messages.length });
    const pause = 1000 / rate;
    for (const [index, message] of messages.entries()) {
      if (this.#halted) return;
      const began = performance.now();
      const answer = await this.#send(source === 'mimic' ? toPatient(message, patients[index % patients.length], this.#now(), index) : message);
      this.#update({ sent: index + 1, accepted: this.#replay.accepted + (answer.code === 'AA' ? 1 : 0) });
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, pause - (performance.now() - began))));
    }
  }

  /** As they are, to the product's FHIR door; what it refuses is answered in words and waits at the triage desk. */
  async #runBundles(count: number, rate: number): Promise<void> {
    const target = this.#fhir();
    if (target === undefined) throw new Error('FHIR 接口客户端没有启用');
    this.#update({ total: Math.min(count, bundleFiles(bundleFolder(this.#data)).length) });
    for await (const { bytes } of bundlesIn(bundleFolder(this.#data))) {
      if (this.#halted || this.#replay.sent >= count) break;
      const began = performance.now();
      const { code } = await postFhir(target, bytes, () => this.#now().getTime());
      this.#update({ sent: this.#replay.sent + 1, accepted: this.#replay.accepted + (code === 'AA' ? 1 : 0) });
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, 1000 / rate - (performance.now() - began))));
    }
    // Files that hold single resources were counted as bundles until they were opened.
    if (!this.#halted) this.#update({ total: this.#replay.sent });
  }

  #update(change: Partial<ReplayState>): void {
    this.#replay = { ...this.#replay, ...change };
  }

  async #send(raw: Buffer): Promise<SentMessage> {
    const [answer] = readAnswers(await send(raw, this.#hospital()));
    return { controlId: answer?.controlId ?? '', code: answer?.code ?? '', reason: answer?.reason ?? '' };
  }
}

/** The same results under a demonstration patient's number, dated today; a second replay is new messages. */
function toPatient(raw: Buffer, patient: DemoPatient | undefined, now: Date, index: number): Buffer {
  const parsed = parse(raw);
  if (!('message' in parsed) || patient === undefined) return raw;
  const stamp = `${now.getTime()}${index}`;
  const lines = raw.toString().split('\r').filter((line) => line !== '' && !line.startsWith('PV1'));
  const rewritten = lines.map((line) => {
    const fields = line.split('|');
    if (fields[0] === 'MSH') fields[9] = `DEMO-${stamp}`;
    if (fields[0] === 'PID') return ['PID', '1', '', `${patient.patientNumber}^^^HIS^MR`, '', patient.name].join('|');
    if (fields[0] === 'OBR') [fields[3], fields[7], fields[22]] = [stamp, hl7(now), hl7(now)];
    if (fields[0] === 'OBX') fields[14] = hl7(now);
    return fields.join('|');
  });
  return Buffer.from(`${rewritten.join('\r')}\r`);
}

const local = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short', timeStyle: 'medium' });

function hl7(at: Date): string {
  return local.format(at).replaceAll(/\D/g, '');
}

function day(at: Date): string {
  return hl7(at).slice(0, 8);
}

function sexOf(sex: string): { sex?: 'M' | 'F' } {
  return sex === 'M' || sex === 'F' ? { sex } : {};
}
