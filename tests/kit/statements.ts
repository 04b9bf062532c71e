/** Statements straight to the modules that keep them: a message's context, and streams in every order. */
import * as fc from 'fast-check';
import type { Database } from '../../services/core/db.ts';
import { linkActor } from '../../services/core/access.ts';
import type { EventKind } from '../../services/core/events.ts';
import { newId } from '../../services/core/ids.ts';
import type { ActionContext } from '../../services/core/module.ts';
import { stampOf } from '../../services/core/registers.ts';
import type { About } from '../../services/shared/patients/index.ts';

export interface Emitted {
  readonly name: string;
  readonly subject: string;
  readonly data: unknown;
}

/** One transaction as an applier sees it; gives the facts. */
export async function receiving(database: Database, now: Date, body: (context: ActionContext) => Promise<void>): Promise<Emitted[]> {
  const facts: Emitted[] = [];
  const emit = <T>(kind: EventKind<T>, subject: string, data: T): void => void facts.push({ name: kind.name, subject, data: kind.schema.parse(data) });
  await database.prisma.$transaction((tx) => body({ tx, now, actor: linkActor('hl7'), emit, schedule: () => undefined }));
  return facts;
}

export async function aPatient(database: Database, number: string, name = '测试'): Promise<string> {
  const id = newId();
  await database.prisma.patient.create({ data: { id, number, name, sex: 'F', canonicalId: id } });
  return id;
}

export interface Message {
  /** When it was so, in minutes from `start`; its number is its place. */
  readonly minute: number;
  readonly controlId: string;
}

const start = Date.UTC(2026, 10, 20, 0, 0);
export const minuteOf = (minute: number): Date => new Date(start + minute * 60_000);

export function aboutOf(patientId: string | undefined, { minute, controlId }: Message, more: Partial<About> = {}): About {
  return { patientId, visitId: undefined, stamp: stampOf({ master: true, asOf: minuteOf(minute), controlId }), sender: { application: 'HIS', facility: 'QH' }, arrival: controlId, ...more };
}

/** A stream in the order it was sent, and the same in another order with repeats. Statements by `one`; each message has its own number. */
export function streams<S>(one: fc.Arbitrary<S>, most = 8): fc.Arbitrary<{ readonly sent: (Message & { readonly statement: S })[]; readonly arrived: (Message & { readonly statement: S })[] }> {
  return fc.array(fc.tuple(fc.nat({ max: 6 }), one), { minLength: 1, maxLength: most }).chain((all) => {
    const sent = all.map(([minute, statement], place) => ({ minute, statement, controlId: `M${place}` }));
    return fc.shuffledSubarray([...sent, ...sent], { minLength: sent.length * 2 }).map((arrived) => ({ sent, arrived }));
  });
}
