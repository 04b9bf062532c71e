/** When a stay's operation is, where, and who stands at the table. Pure. */
import type { Procedure } from '../data/diseases.ts';
import type { Person } from '../people/staff.ts';
import { chanceOf } from '../random.ts';
import { day, hour, midnight, minute, weekday } from '../time.ts';
import { daysOfStay, type Stay, type World } from './stays.ts';

export interface Operation {
  readonly number: string;
  readonly procedure: Procedure;
  readonly room: string;
  /** 台次 */
  readonly sequence: number;
  readonly urgent: boolean;
  /** Told by the theatre's list at this time. */
  readonly plannedAt: number;
  readonly from: number;
  readonly until: number;
  readonly surgeon: Person;
  readonly assistants: readonly Person[];
  readonly anaesthetist: Person;
}

/** Who is put to sleep, and who is treated in a room of its own. */
const rooms: Readonly<Record<string, string>> = { CARD: '导管室', GAST: '内镜中心', NEPH: '介入超声室', OPHT: '眼科手术室', OBST: '产房手术间' };

export function operationOf({ seed, workforce }: World, stay: Stay): Operation | undefined {
  const { operation: procedure } = stay.disease;
  if (procedure === undefined || procedure.day >= daysOfStay(stay)) return undefined;
  const random = chanceOf(seed, stay.id, 'operation');
  const urgent = procedure.day === 0;
  // Planned operations are done on working days.
  const planned = midnight(stay.admittedAt) + procedure.day * day;
  const free = urgent || ![0, 6].includes(weekday(planned)) ? planned : planned + (weekday(planned) === 6 ? 2 : 1) * day;
  const sequence = random.int(1, 4);
  const from = urgent ? stay.admittedAt + random.int(3, 6) * hour : free + (8 * 60 + 10 + (sequence - 1) * 130 + random.int(0, 25)) * minute;
  if (from + 20 * hour > stay.dischargedAt) return undefined;
  const minutes = Math.round(procedure.minutes * (0.85 + random.next() * 0.4));
  return {
    number: `OP${stay.id.slice(2)}`, procedure, sequence, urgent, from, until: from + minutes * minute,
    room: rooms[stay.ward.department] ?? `第${random.int(1, 16)}手术间`,
    plannedAt: urgent ? stay.admittedAt + hour : free - day + (15 * 60 + random.int(0, 50)) * minute,
    surgeon: procedure.level === '四级' ? stay.chief : stay.attending,
    assistants: procedure.level === '四级' ? [stay.attending, stay.resident] : [stay.resident],
    anaesthetist: random.pick(workforce.colleagues('ANES').filter(({ role }) => role === 'doctor')),
  };
}
