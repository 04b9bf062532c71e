/** The module's cards in the chats, drawn from today's state for whoever they concern. */
import type { Card } from '../../../cards/card.ts';
import type { Tx } from '../../core/db.ts';
import { fill } from '../../core/phrases.ts';
import { departmentRows, findPerson, namesOf } from '../../shared/directory/index.ts';
import type { CardFace } from '../../shared/notices/index.ts';
import { findDuty, holderOf } from '../../shared/on-call/index.ts';
import { dayAfter, dayOf, holdsAt, momentOf } from '../../shared/on-call/schema.ts';
import { moduleName, timelineOf } from './actions/common.ts';
import { answerStandIn } from './actions/stand-in.ts';
import { aheadCard, buttons, handedCard, holeCard, requestCard } from './cards.ts';
import { rosterChanged } from './events.ts';
import { whyWords } from './phrases.ts';
import { keptBy, readsAll } from './store.keepers.ts';
import type { Rosters } from './store.keepers.ts';
import { missingIn, rosterDepartments } from './store.missing.ts';
import { findHole, findRequest } from './store.ts';

type Drawing = (context: { readonly tx: Tx; readonly now: Date }, id: string, staff: string) => Promise<Card | undefined>;

export function face(rosters: Rosters): CardFace {
  const kinds: Readonly<Record<string, Drawing>> = { hole: drawHole(rosters), ahead: drawAhead(rosters), request: drawRequest, handed: drawHanded };
  return {
    module: moduleName,
    draw: async (context, subject, { staff }) => {
      const [kind = '', ...rest] = subject.split(':');
      const person = await findPerson(context.tx, staff);
      return person?.active === true ? kinds[kind]?.(context, rest.join(':'), staff) : undefined;
    },
    press: (button, subject) => {
      const [kind, id] = subject.split(':');
      return kind === 'request' && (button === buttons.accept || button === buttons.refuse) ? { action: answerStandIn, input: { id, accept: button === buttons.accept } } : undefined;
    },
  };
}

/** Whoever may read that roster: nothing of a patient stands in it. */
async function mayRead(rosters: Rosters, tx: Tx, department: string, staff: string, now: Date): Promise<boolean> {
  const person = await findPerson(tx, staff);
  if (person === undefined) return false;
  const actor = { ...person, kind: 'staff' as const, id: staff, door: 'chat' as const, origin: 'card' };
  return person.departmentCode === department || readsAll(actor, rosters) || (await keptBy(tx, actor, now)).includes(department);
}

async function departmentOf(tx: Tx, code: string): Promise<{ code: string; name: string }> {
  return { code, name: (await departmentRows(tx)).find((each) => each.code === code)?.name ?? code };
}

function drawHole(rosters: Rosters): Drawing {
  return async ({ tx, now }, id, staff) => {
    const hole = await findHole(tx, id);
    if (hole === undefined || !(await mayRead(rosters, tx, hole.departmentCode, staff, now))) return undefined;
    const holder = hole.filledAt === null ? undefined : await holderOf(tx, hole.departmentCode, hole.duty, now);
    const name = holder === undefined ? null : ((await namesOf(tx, [{ number: holder }])).person({ number: holder })?.name ?? holder);
    return holeCard({ ...hole, department: await departmentOf(tx, hole.departmentCode), day: dayOf(hole.foundAt), holder: name }, now);
  };
}

/** As long as its hours last it shows what is still empty of them. */
function drawAhead(rosters: Rosters): Drawing {
  return async ({ tx, now }, id, staff) => {
    const [code = '', day = ''] = id.split(':');
    if (!(await mayRead(rosters, tx, code, staff, now))) return undefined;
    const department = (await rosterDepartments(tx, rosters)).filter((each) => each.code === code);
    // The hours ahead of whoever looks, as long as those last that the day's telling was about.
    const ahead = rosters.aheadHours * 3_600_000;
    const until = new Date(Math.min(now.getTime(), momentOf(dayAfter(day, 1), '00:00').getTime()) + ahead);
    const [found] = now < until ? await missingIn(tx, department, { from: now, until }) : [];
    const names = await namesOf(tx, found?.holes.flatMap(({ duty }) => (duty === undefined ? [] : [{ number: duty.staffNumber }])) ?? []);
    const holes = (found?.holes ?? []).map(({ kind, shift, from, until: end, why, duty }) => ({ duty: kind, shift, from, until: end, why: fill(whyWords[why], { name: names.person({ number: duty?.staffNumber ?? '' })?.name ?? '' }) }));
    return aheadCard({ department: await departmentOf(tx, code), hours: rosters.aheadHours, day, holes }, now);
  };
}

const drawRequest: Drawing = async ({ tx, now }, id, staff) => {
  const request = await findRequest(tx, id);
  if (request === undefined || ![request.asker, request.asked].includes(staff)) return undefined;
  const { asker, asked, note, state, answeredAt, dutyId, departmentCode, askedAt } = request;
  const duty = await findDuty(tx, dutyId);
  const names = await namesOf(tx, [{ number: asker }, { number: asked }], [departmentCode]);
  const nameOf = (number: string): string => names.person({ number })?.name ?? number;
  const isOver = duty === undefined || (state === 'waiting' && duty.staffNumber !== asker) || (duty.until !== null && duty.until <= now);
  return requestCard({ asker: nameOf(asker), asked: nameOf(asked), department: names.department(departmentCode), duty: duty?.duty ?? 'duty-doctor', from: duty?.from ?? askedAt, until: duty?.until ?? null, note, state, isOver, answeredAt, mayAnswer: staff === asked }, now);
};

const drawHanded: Drawing = async ({ tx, now }, id, staff) => {
  const duty = await findDuty(tx, id);
  if (duty?.staffNumber !== staff) return undefined;
  const told = await tx.fact.findFirst({ where: { subject: timelineOf(duty.departmentCode), name: rosterChanged.name, data: { path: ['how'], equals: 'handed-over' } }, orderBy: { id: 'desc' } });
  const was = told === null ? null : rosterChanged.schema.parse(told.data).was;
  const names = await namesOf(tx, [{ number: was ?? staff }], [duty.departmentCode]);
  return handedCard({ was: names.person({ number: was ?? staff })?.name ?? '', department: names.department(duty.departmentCode), duty: duty.duty, from: duty.from, until: duty.until, isOver: !holdsAt(duty, now) }, now);
};
