/** Who the patient is outside the hospital and how she is reached: PID-3, 11, 13, 19 and NK1. `""` is "no longer known". */
import { part, partText, repeats, segmentsOf, text, value, type Message, type Repeat, type Segment } from '../syntax/message.ts';
import type { Identity, PatientId } from '../../statements/schema.ts';
import { personName, present } from './common.ts';

/** `undefined` when the message says nothing of it. */
export function readIdentity(message: Message, pid: Segment, papers: readonly PatientId[]): Identity | undefined {
  const identity = present({
    idNumber: bestPaper(papers) ?? (value(pid, 19) === null ? null : undefined),
    phone: phoneIn(pid, 13),
    address: addressIn(pid, 11),
    ...nextOfKin(message),
  });
  return Object.keys(identity).length === 0 ? undefined : identity;
}

/** National numbers before all other papers. */
const order = [/^(NI|NN.*|SFZ.*|IDCARD|.*身份证.*)$/i, /^SS/i];

function bestPaper(papers: readonly PatientId[]): string | undefined {
  const ranked = order.map((types) => papers.find(({ type }) => type !== undefined && types.test(type))).find((found) => found !== undefined);
  return (ranked ?? papers[0])?.value;
}

/** XTN: the whole in the first or twelfth component, or in parts; a mobile before a fixed line, never an address of e-mail. */
function phoneIn(segment: Segment, field: number): string | null | undefined {
  if (value(segment, field) === null) return null;
  const lines = repeats(segment, field).filter((repeat) => !['Internet', 'X.400', 'BP'].includes(partText(repeat, 3) ?? '') && partText(repeat, 2) !== 'NET');
  const written = lines.map(phoneOf).filter((phone) => phone !== undefined);
  return written.find((phone) => /^(\+?86)?1\d{10}$/.test(phone.replaceAll(/[\s-]/g, ''))) ?? written[0];
}

function phoneOf(repeat: Repeat): string | undefined {
  const whole = partText(repeat, 1) ?? partText(repeat, 12);
  if (whole !== undefined) return whole;
  const local = partText(repeat, 7);
  return local === undefined ? undefined : [partText(repeat, 5), partText(repeat, 6), local].filter((each) => each !== undefined).join('-');
}

/** XAD: a Chinese address from the large to the small without blanks, any other as it is written on a letter. */
function addressIn(segment: Segment, field: number): string | null | undefined {
  if (value(segment, field) === null) return null;
  const repeat = repeats(segment, field)[0];
  const parts = (...numbers: number[]) => numbers.map((number) => partText(repeat, number)).filter((each) => each !== undefined);
  const large = parts(4, 3, 9, 1, 2);
  if (large.length === 0) return undefined;
  const inOrder = large.filter((each, at) => !large.some((other, place) => place !== at && (other.includes(each) && (other !== each || place < at))));
  if (large.some((each) => /\p{Script=Han}/u.test(each))) return inOrder.join('');
  return parts(1, 2, 3, 9, 4, 5).join(', ');
}

/** The first NK1 that names somebody. */
function nextOfKin(message: Message): Pick<Identity, 'guardian' | 'guardianPhone'> {
  const kin = segmentsOf(message, 'NK1');
  const first = kin.find((nk1) => text(nk1, 2) !== undefined) ?? kin[0];
  if (first === undefined) return {};
  const relation = partText(repeats(first, 3)[0], 2) ?? partText(repeats(first, 3)[0], 1);
  const name = repeats(first, 2)[0];
  const guardian = part(name) === null ? null : (personName(name, 1) ?? relation);
  return present({ guardian, guardianPhone: phoneIn(first, 5) });
}
