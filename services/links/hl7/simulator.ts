/**
 * A laboratory for tests and the demonstration. It stands where the LIS stands and speaks the real protocol over real
 * sockets: it sends results to us and takes our feedback, keeps what it got, and fails when told to.
 */
import { answerTo, readMessage, reportsIn } from './read.ts';
import { buildAck } from './syntax/ack.ts';
import { problem } from './syntax/problem.ts';
import { intake } from './intake.ts';
import { send, type Target } from './mllp/client.ts';
import type { MllpServer } from './mllp/server.ts';
import type { LaboratoryReport } from '../statements/schema.ts';

/** What it does with the next messages. `silent` keeps them and says nothing; `closed` cuts the line. */
export type Mood = 'accept' | 'AE' | 'AR' | 'silent' | 'closed';

/** A feedback it took, once per control id. */
export interface KeptFeedback {
  readonly controlId: string;
  readonly report: LaboratoryReport;
  readonly raw: Buffer;
  /** How often it came. */
  times: number;
}

export class SimulatedLaboratory {
  mood: Mood = 'accept';
  readonly #kept = new Map<string, KeptFeedback>();
  readonly #server: MllpServer;
  readonly #now: () => Date;
  /** Where we listen for its results. */
  readonly #hospital: Target | undefined;
  #silent: (() => void)[] = [];

  constructor(options: { readonly now: () => Date; readonly hospital?: Target }) {
    this.#now = options.now;
    this.#hospital = options.hospital;
    this.#server = intake({ take: (raw) => this.#take(raw), now: options.now, onFault: () => undefined });
  }

  /** Begins to listen; gives the port. */
  listen(port = 0, host = '127.0.0.1'): Promise<number> {
    return this.#server.listen(port, host);
  }

  /** Stops, letting go of those it kept waiting. */
  async stop(): Promise<void> {
    for (const release of this.#silent.splice(0)) release();
    await this.#server.stop(1000);
  }

  /** The feedback it has, in order of first arrival. */
  get feedbacks(): readonly KeptFeedback[] {
    return [...this.#kept.values()];
  }

  /** Sends a result (or any message) to the hospital and gives its answer. */
  async send(raw: Buffer): Promise<Buffer> {
    if (!this.#hospital) throw new Error('the simulated laboratory was not told where the hospital listens');
    return await send(raw, this.#hospital);
  }

  async #take(raw: Buffer): Promise<Buffer> {
    // A rejection makes the listener close the connection without an answer.
    if (this.mood === 'closed') throw new Error('closed');
    const outcome = readMessage(raw);
    if (this.mood === 'AE' || this.mood === 'AR') {
      const refused = problem(this.mood === 'AE' ? 'results-missing' : 'internal-error');
      return buildAck({ header: outcome.header, charset: outcome.charset, problem: refused, now: this.#now() });
    }
    for (const report of reportsIn(outcome)) this.#keep(report, raw);
    if (this.mood === 'silent') await this.#silence();
    return answerTo(outcome, this.#now());
  }

  #keep(report: LaboratoryReport, raw: Buffer): void {
    const known = this.#kept.get(report.controlId);
    if (known) known.times += 1;
    else this.#kept.set(report.controlId, { controlId: report.controlId, report, raw, times: 1 });
  }

  #silence(): Promise<void> {
    return new Promise((resolve) => {
      this.#silent.push(resolve);
    });
  }
}
