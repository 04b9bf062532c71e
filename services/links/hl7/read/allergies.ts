/** Allergies: AL1 gives all that are known, IAM one by one with what to do about each. */
import { partText, repeats, segmentsOf, text, value, type Message, type Segment } from '../syntax/message.ts';
import type { Allergy, StatementOf } from '../../statements/schema.ts';
import { codeText, codeField, present } from './common.ts';

/** Words by which senders say that there are none. */
const NONE = /^(无|未发现|否认.*|无.{0,4}过敏.*|NKA|NKDA|no known.*|716186003)$/i;

/** What the message says of allergies; nothing when it has neither segment. */
export function readAllergies(message: Message): Pick<StatementOf<'person'>, 'allergies' | 'allergyChanges'> {
  const al1 = segmentsOf(message, 'AL1');
  const iam = segmentsOf(message, 'IAM').flatMap((segment) => changeOf(segment));
  const none = al1.some((segment) => value(segment, 3) === null || NONE.test(text(segment, 3, 2) ?? text(segment, 3) ?? ''));
  const known = al1.flatMap((segment) => allergyOf(segment)).filter(({ substance }) => !NONE.test(substance));
  return present({ allergies: known.length > 0 || none ? known : undefined, allergyChanges: iam.length > 0 ? iam : undefined });
}

/** AL1 and IAM have substance, severity and reaction at the same places. */
function allergyOf(segment: Segment): Allergy[] {
  const substance = repeats(segment, 3)[0];
  const name = substance && codeText(substance);
  if (name === undefined) return [];
  const reactions = repeats(segment, 5).flatMap((repeat) => codeText(repeat) ?? []);
  const severity = repeats(segment, 4)[0];
  return [present({ substance: name, code: codeField(segment, 3), severity: partText(severity, 1) ?? partText(severity, 2), reaction: reactions.length > 0 ? reactions.join('、') : undefined })];
}

/** IAM-6: A add, U update, D delete, X no change. */
function changeOf(segment: Segment): (Allergy & { removed?: boolean })[] {
  const action = text(segment, 6)?.toUpperCase() ?? 'A';
  if (action === 'X') return [];
  return allergyOf(segment).map((one) => (action === 'D' ? { ...one, removed: true } : one));
}
