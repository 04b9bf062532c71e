/** Short lines of a message, and what is read of them. */
import { Buffer } from 'node:buffer';
import type { Said, Statement } from '../statements/schema.ts';
import { said as shape } from '../statements/schema.ts';
import { readMessage, type ReadOptions } from './read.ts';
import { readSenders } from './settings.senders.ts';

export const PID = 'PID|1||7^^^HIS^MR||王某';
export const at = '2026-08-01T00:00:00.000Z';
export const later = '2026-08-01T01:00:00.000Z';

/** A header of HIS, at 08:00 of 1 August 2026. */
export const msh = (type: string): string => `MSH|^~\\&|HIS|H|W|H|20260801080000||${type}|M1|P|2.5.1`;

/** What was said, one part for each patient; held to the shape, through JSON. @throws what it was refused for */
export function read(lines: readonly string[], options?: ReadOptions): readonly Said[] {
  const outcome = readMessage(Buffer.from(lines.join('\r')), options);
  if (outcome.kind === 'refused') throw new Error(outcome.refused.name);
  return outcome.said.map((one) => shape.parse(JSON.parse(JSON.stringify(one))));
}

/** All statements of a message of one type; `PID` is put after the header. */
export function statements(type: string, lines: readonly string[], options?: ReadOptions): readonly Statement[] {
  return read([msh(type), PID, ...lines], options).flatMap((one) => one.statements);
}

/** Options in which HIS is agreed with. */
export function agreed(rules: object): ReadOptions {
  return { senders: readSenders(JSON.stringify({ senders: [{ application: 'HIS', ...rules }] })) };
}
