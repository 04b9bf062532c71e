/** The module's cards in the chats: drawn from today's state for whoever may see it, and what their buttons mean. */
import type { Answers, Card } from '../../../cards/card.ts';
import type { Tx } from '../../core/db.ts';
import { fill } from '../../core/phrases.ts';
import { type Person, findPeople, findPerson, namesOf } from '../../shared/directory/index.ts';
import type { Asked, CardFace, DrawContext } from '../../shared/notices/index.ts';
import { type PatientRow, findPeopleOf, findPersonOf } from '../../shared/patients/index.ts';
import type { acknowledge, dispose } from './actions/answer.ts';
import { type Rules, moduleName } from './actions/common.ts';
import type { decline } from './actions/decline.ts';
import type { handBack, relay, takeOver } from './actions/relay.ts';
import { ASIDE_QUESTION, type CardPatient, DISPOSAL_QUESTION, READ_BACK_QUESTION, type Reader, alertCard, buttons } from './cards.ts';
import type { CriticalValue } from './model.ts';
import { whereWords } from './phrases.ts';
import { type CareTeam, type Standing, asksToContact, declinedNow, inHandsOf, mayDo, offered, relationsOf } from './rules.ts';
import { patientOfValue, valuesOf, valuesToShow } from './store.ts';
import { type Bedside, bedsidesOf, nowhere, onDutyFor, standingOf, teamOf, toPerson } from './team.ts';

export interface FaceActions {
  readonly acknowledge: ReturnType<typeof acknowledge>;
  readonly decline: ReturnType<typeof decline>;
  readonly dispose: ReturnType<typeof dispose>;
  readonly relay: ReturnType<typeof relay>;
  readonly takeOver: ReturnType<typeof takeOver>;
  readonly handBack: ReturnType<typeof handBack>;
}

export function face(rules: Rules, actions: FaceActions): CardFace {
  return {
    module: moduleName,
    draw: async (context, subject, viewer) => (await drawAll(rules, context, [{ subject, viewer }]))[0],
    drawAll: (context, asked) => drawAll(rules, context, asked),
    about: (tx, id) => patientOfValue(tx, { id }),
    press: (button, id, answers) => {
      if (button === buttons.acknowledge) return { action: actions.acknowledge, input: { id, readBack: answers[READ_BACK_QUESTION]?.[0] } };
      if (button === buttons.notMine || button === buttons.cannotNow) return { action: actions.decline, input: { id, kind: button, ...aside(button, answers) } };
      if (button === buttons.relay) return { action: actions.relay, input: { id, to: null, reason: 'off-duty' } };
      if (button === buttons.takeOver) return { action: actions.takeOver, input: { id, readBack: answers[READ_BACK_QUESTION]?.[0] } };
      if (button === buttons.handBack) return { action: actions.handBack, input: { id } };
      return button === buttons.dispose ? { action: actions.dispose, input: { id, choices: chosen(answers) } } : undefined;
    },
  };
}

function chosen(answers: Answers): readonly string[] {
  return answers[DISPOSAL_QUESTION] ?? [];
}

/** A reason, or whose it is; whom to pass it to is only asked of what is not one's own. */
function aside(button: string, answers: Answers): { readonly reason?: string; readonly to?: string } {
  const [, kind, said] = /^(why|to)-(.+)$/u.exec(answers[ASIDE_QUESTION]?.[0] ?? '') ?? [];
  if (said === undefined) return {};
  return kind === 'why' ? { reason: said } : button === buttons.notMine ? { to: said } : {};
}

/** On the way of every alert: what all of them need is read by one statement of each kind. */
async function drawAll(rules: Rules, { tx, now, fromMemory }: DrawContext, asked: readonly Asked[]): Promise<(Card | undefined)[]> {
  const ids = [...new Set(asked.map(({ subject }) => subject))];
  const values = await (fromMemory === true ? valuesToShow : valuesOf)(tx, ids);
  const all = [...values.values()];
  const [bedsides, patients, people] = await Promise.all([bedsidesOf(tx, all, { now, ends: rules.ends }), findPeopleOf(tx, all.map(({ patientId }) => patientId)), findPeople(tx, asked.map(({ viewer }) => viewer.staff))]);
  return Promise.all(asked.map(async ({ subject, viewer }) => {
    const value = values.get(subject);
    if (value === undefined || (viewer.isNew && hasEnded(value))) return undefined;
    const bedside = bedsides.get(value.id) ?? nowhere;
    const [patient, reader] = await Promise.all([placedPatient(tx, value, bedside, patients.get(value.patientId)), readerOf(rules, { tx, now }, value, bedside, people.get(viewer.staff))]);
    return reader === undefined ? undefined : alertCard(value, patient, reader, { ladder: rules.ladders[value.way], settings: rules.process }, now);
  }));
}

const hasEnded = ({ clinical }: CriticalValue): boolean => clinical === 'closed' || clinical === 'cancelled';

/** The patient as a card may name her: where she lies now, not where she lay then. */
export async function cardPatient(tx: Tx, value: CriticalValue, bedside: Bedside): Promise<CardPatient> {
  return placedPatient(tx, value, bedside, await findPersonOf(tx, value.patientId));
}

async function placedPatient(tx: Tx, value: CriticalValue, { visit, wardName }: Bedside, patient: PatientRow | undefined): Promise<CardPatient> {
  const ward = wardName ?? visit?.wardCode;
  return {
    name: patient?.name ?? '',
    sex: patient?.sex ?? 'U',
    birthDate: patient?.birthDate ?? null,
    // The bed she lay in is another's by now.
    bed: value.way === 'outpatient' ? '' : (visit?.bed ?? ''),
    place: ward === undefined ? await clinicOf(tx, value) : value.way === 'outpatient' ? fill(whereWords.left, { ward }) : ward,
  };
}

/** `心血管内科门诊`, `急诊科` */
async function clinicOf(tx: Tx, { way, departmentCode }: CriticalValue): Promise<string> {
  if (way === 'inpatient' || departmentCode === null) return '';
  const name = (await namesOf(tx, [], [departmentCode])).department(departmentCode);
  return name === undefined || name === '' ? '' : way === 'emergency' ? name : fill(whereWords.clinic, { name });
}

/** `undefined`: somebody who may not see it, to whom a card was passed on. */
async function readerOf(rules: Rules, context: { readonly tx: Tx; readonly now: Date }, value: CriticalValue, bedside: Bedside, person: Person | undefined): Promise<Reader | undefined> {
  if (person === undefined) return undefined;
  const { number: staffNumber } = person;
  const team = teamOf(bedside, rules.offices);
  const standing = await standingOf(context, rules.scope, { ...person, id: person.number }, value, team);
  if (!mayDo('view', standing, value, team)) return undefined;
  const mayAct = person.active && mayDo(value.clinical === 'acknowledged' ? 'dispose' : 'acknowledge', standing, value, team);
  const mayDecline = value.clinical === 'open' && person.active && mayDo('decline', standing, value, team) && declinedNow(value, staffNumber) === undefined;
  const attending = mayDecline && team.attending !== null && team.attending !== staffNumber && declinedNow(value, team.attending) === undefined ? await findPerson(context.tx, team.attending) : undefined;
  const colleague = attending?.active === true && attending.role === 'doctor' ? toPerson(attending) : null;
  const mayRelay = person.active && await relaysOnCard({ tx: context.tx, now: context.now }, value, team, standing);
  const contacts = !mayAct && person.active && asksToContact(value, staffNumber);
  const watches = !contacts && !mayAct && person.active && person.role === 'nurse' && value.way !== 'outpatient' && mayDo('nurse', standing, value, team);
  return { staffNumber, mayAct, mayDecline, mayRelay, contacts, watches, colleague, outOfTeam: !staysInTeam(relationsOf(standing, value, team)) && !mayAct };
}

/** Who has it, while somebody else is on duty there. */
async function relaysOnCard(context: { readonly tx: Tx; readonly now: Date }, value: CriticalValue, team: CareTeam, standing: Standing): Promise<boolean> {
  if (value.clinical !== 'acknowledged' || inHandsOf(value)?.by.number !== standing.number || offered(value) !== undefined || !mayDo('relay', standing, value, team)) return false;
  return (await onDutyFor(context.tx, team, standing.number, context.now)) !== undefined;
}

/** Being told once does not make somebody part of the team for ever. */
function staysInTeam(relations: readonly string[]): boolean {
  return relations.some((relation) => relation !== 'told' && relation !== 'stranger');
}
