/** Operations: from an order of the theatre's system (ORM, OMG) and from its schedule (SIU). */
import { text, type Segment } from '../syntax/message.ts';
import type { ClinicalOrder, OrderState, StatementOf } from '../../statements/schema.ts';
import { codeField, instant, present, type Reading } from './common.ts';
import { staffAt, textAt } from './paths.ts';
import { ANAESTHETIST, ASSISTANT, inRole, rolesIn, SURGEON } from './roles.ts';

type Operation = StatementOf<'operation'>;

const STATES: Readonly<Record<OrderState, Operation['state']>> = {
  ordered: 'requested', checked: 'planned', running: 'running', completed: 'over', stopped: 'cancelled', cancelled: 'cancelled', refused: 'cancelled', held: 'requested',
};

/** Whether an order is an operation: by its category or by what the hospital agreed with the sender. */
export function isOperation(order: ClinicalOrder, group: readonly Segment[], { rules }: Reading): boolean {
  const obr = group.find(({ name }) => name === 'OBR');
  if (order.category === 'operation' || rules.theatre) return true;
  return [text(obr, 4), text(obr, 24)].some((code) => code !== undefined && rules.theatreServices.includes(code));
}

/** The order's operation; its number is the order's, so that the theatre's schedule (SCH-26) speaks of the same. */
export function operationOf(order: ClinicalOrder, group: readonly Segment[], reading: Reading): Operation[] {
  const number = order.number ?? order.filler;
  if (number === undefined) return [];
  const obr = group.find(({ name }) => name === 'OBR');
  const begun = order.state === 'running' || order.state === 'completed';
  return [present({
    kind: 'operation' as const,
    number,
    aliases: order.number !== undefined && order.filler !== undefined && order.filler !== order.number ? [order.filler] : undefined,
    ...agreed(group, reading),
    ...people(group, reading),
    department: order.department,
    plannedFrom: order.startAt ?? instant(reading, obr, 36),
    plannedUntil: order.stopAt ?? undefined,
    startedAt: begun ? instant(reading, obr, 7) : undefined,
    endedAt: order.state === 'completed' ? instant(reading, obr, 8) : undefined,
    procedure: codeField(obr, 44) ?? order.code,
    name: textAt(group, reading.rules.fields.operation.name) ?? order.name,
    urgent: order.urgent,
    state: order.state === undefined ? undefined : STATES[order.state],
  })];
}

/** What stands where the hospital agreed with the sender: no field of the standard is meant for it. */
export function agreed(segments: readonly Segment[], { rules }: Reading): Pick<Operation, 'room' | 'sequence' | 'level' | 'incision' | 'anaesthesia'> {
  const at = (key: 'room' | 'sequence' | 'level' | 'incision' | 'anaesthesia') => textAt(segments, rules.fields.operation[key]) ?? undefined;
  const sequence = Number(/^\d{1,4}/.exec(at('sequence') ?? '')?.[0] ?? Number.NaN);
  return present({ room: at('room'), sequence: Number.isNaN(sequence) ? undefined : sequence, level: at('level'), incision: at('incision'), anaesthesia: at('anaesthesia') });
}

/** Who operates, helps and gives the anaesthetic, by role (ROL, PRT, AIP) or by agreement. */
export function people(segments: readonly Segment[], { rules }: Reading): Pick<Operation, 'surgeon' | 'assistants' | 'anaesthetist'> {
  const roles = rolesIn(segments);
  const assistants = [...inRole(roles, ASSISTANT)];
  return present({
    surgeon: staffAt(segments, rules.fields.operation.surgeon) ?? inRole(roles, SURGEON)[0],
    assistants: assistants.length > 0 ? assistants : undefined,
    anaesthetist: staffAt(segments, rules.fields.operation.anaesthetist) ?? inRole(roles, ANAESTHETIST)[0],
  });
}
