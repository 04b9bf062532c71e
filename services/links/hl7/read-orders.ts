/** Orders and their execution: ORM, OML, OMG, OMI, OMP, OMD, OMB, RDE, RDS, RAS. */
import type { Message, Segment } from './syntax/message.ts';
import { segmentOf, text } from './syntax/message.ts';
import { problem, type Problem } from './syntax/problem.ts';
import { DETAIL_NAMES, numbersOf, readOrder, type OrderGroup } from './read/clinical-order.ts';
import { present, warn, type Reading } from './read/common.ts';
import { consultationOf, isConsultation } from './read/consultation.ts';
import { readEnds } from './read/ends.ts';
import { readExecutions } from './read/execution.ts';
import { groupsOf } from './read/groups.ts';
import { isProblem, readPatient } from './read/patient.ts';
import { isOperation, operationOf } from './read/theatre.ts';
import { readVisit } from './read/visit.ts';
import type { ClinicalOrder, Said, Statement } from '../statements/schema.ts';

export const ORDER_TYPES: ReadonlySet<string> = new Set('ORM OML OMG OMI OMP OMD OMB RDE RDS RAS'.split(' '));

/** The orders of a message, or what it lacks. An order for nobody (supplies, meals for a ward) is kept and says nothing. */
export function readOrders(message: Message, reading: Reading): Said | Problem {
  const groups = orderGroups(message.segments);
  if (!segmentOf(message, 'PID')) {
    warn(reading, 'PID', 'order-without-patient');
    return { ...readEnds(message, reading), statements: [], warnings: reading.warnings };
  }
  const patient = readPatient(message, reading);
  if (isProblem(patient)) return patient;
  if (groups.length === 0) return problem('order-missing');
  const statements = groups.flatMap((group) => statementsOf(group, message, groups, reading));
  // Some numbered, some not: the numbered ones are worth keeping. None at all: nobody could ever find them again.
  if (statements.length === 0) return problem('order-number-missing');
  return present({ ...readEnds(message, reading), patient, visit: readVisit(message, reading), statements, warnings: reading.warnings });
}

/** ORC begins an order; so does a second OBR, RXO or ODS-with-ORC where the sender leaves ORC out. */
function orderGroups(segments: readonly Segment[]): readonly OrderGroup[] {
  return groupsOf(segments, (segment, group) => {
    if (segment.name === 'ORC') return true;
    if (!DETAIL_NAMES.includes(segment.name)) return false;
    return group.length === 0 || ((segment.name === 'OBR' || segment.name === 'RXO') && group.some(({ name }) => name === segment.name));
  });
}

function statementsOf(group: OrderGroup, message: Message, groups: readonly OrderGroup[], reading: Reading): Statement[] {
  const { number, filler } = numbersOf(group);
  if (number === undefined && filler === undefined) {
    warn(reading, 'ORC-2', 'order-number-missing');
    return [];
  }
  const replaced = groups.some((other) => text(other.find(({ name }) => name === 'ORC'), 1)?.toUpperCase() === 'RO');
  const read = readOrder(withControl(group, groups), message.header.type, replaced, reading);
  const order = ownNumber(read, groups, reading);
  if (isOperation(order, group, reading)) return [{ ...order, category: 'operation' }, ...operationOf(order, group, reading)];
  if (isConsultation(group, reading)) {
    // What it is, is known: nobody has to map its category.
    const { sentCategory: _known, ...plain } = order;
    return [plain, ...consultationOf(order, group, reading)];
  }
  return [order, ...readExecutions(group, reading)];
}

/** An OBR without its own ORC belongs to the ORC before it: state, doctor and times are the same. */
function withControl(group: OrderGroup, groups: readonly OrderGroup[]): OrderGroup {
  if (group[0]?.name === 'ORC') return group;
  const before = groups.slice(0, groups.indexOf(group)).toReversed().find((other) => other[0]?.name === 'ORC');
  const orc = before?.[0];
  return orc === undefined ? group : [orc, ...group];
}

/** Several lines under one application number (申请单) are several orders of one group. */
function ownNumber(order: ClinicalOrder, groups: readonly OrderGroup[], reading: Reading): ClinicalOrder {
  const { number, code } = order;
  if (number === undefined || groups.filter((group) => numbersOf(withControl(group, groups)).number === number).length < 2) return order;
  warn(reading, 'OBR-2', 'order-number-shared');
  const item = code?.id ?? code?.text;
  return item === undefined ? order : { ...order, number: `${number}|${item}`, group: order.group ?? number };
}
