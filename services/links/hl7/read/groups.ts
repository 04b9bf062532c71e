/** Messages about several patients, cut into one for each: every reader then reads one patient. */
import type { Message, Segment } from '../syntax/message.ts';

/** One message for each PID, with what stands before the first (MSH, EVN, SCH) and, of a schedule, its resources after the last. */
export function perPatient(message: Message, sharedFrom?: string): readonly Message[] {
  const { segments } = message;
  const starts = segments.flatMap(({ name }, at) => (name === 'PID' ? [at] : []));
  if (starts.length < 2) return [message];
  const tail = sharedFrom === undefined ? -1 : segments.findIndex(({ name }) => name === sharedFrom);
  const end = tail === -1 ? segments.length : tail;
  const head = segments.slice(0, starts[0]);
  const shared = segments.slice(end);
  return starts.map((start, at) => ({ ...message, segments: [...head, ...segments.slice(start, Math.min(starts[at + 1] ?? end, end)), ...shared] }));
}

/** Segments gathered to groups; each begins where `begins` says. What stands before the first belongs to none. */
export function groupsOf(segments: readonly Segment[], begins: (segment: Segment, group: readonly Segment[]) => boolean): readonly (readonly Segment[])[] {
  const groups: Segment[][] = [];
  for (const segment of segments) {
    const open = groups.at(-1);
    if (begins(segment, open ?? [])) groups.push([segment]);
    else open?.push(segment);
  }
  return groups;
}
