/** The module's own rows, and what stands around a draft. */
import type { Tx } from '../../core/db.ts';
import { newId } from '../../core/ids.ts';
import { accountsOf, findPeople, namesOf } from '../../shared/directory/index.ts';
import { absencesOf, dutiesOf } from '../../shared/on-call/index.ts';
import type { DutyKind, Span } from '../../shared/on-call/schema.ts';
import { type RequestState, requestStates } from './model.ts';
import type { Around, Draft } from './rules.ts';

/** `except`: what is being changed does not stand in its own way. */
export async function aroundOf(tx: Tx, draft: Draft, except?: string): Promise<Around> {
  const others = (await dutiesOf(tx, draft, { departments: [draft.departmentCode], duties: [draft.duty] })).filter(({ id }) => id !== except);
  const own = (await dutiesOf(tx, draft, { staff: draft.staffNumber, duties: ['duty-doctor'] })).filter(({ id, departmentCode }) => id !== except && departmentCode !== draft.departmentCode);
  const numbers = [draft.staffNumber, ...others.map(({ staffNumber }) => staffNumber)];
  const people = await findPeople(tx, numbers);
  const names = await namesOf(tx, [], own.map(({ departmentCode }) => departmentCode));
  return {
    person: people.get(draft.staffNumber),
    reachable: (await accountsOf(tx, draft.staffNumber)).length > 0,
    others,
    elsewhere: own,
    absences: await absencesOf(tx, numbers, draft.from),
    nameOf: (number) => people.get(number)?.name ?? number,
    departmentOf: names.department,
  };
}

/** Who of these has an account on a chat platform. */
export async function reachableOf(tx: Tx, numbers: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await tx.staffAccount.findMany({ where: { staffNumber: { in: [...new Set(numbers)] } }, select: { staffNumber: true }, distinct: ['staffNumber'] });
  return new Set(rows.map(({ staffNumber }) => staffNumber));
}

export interface RequestRow {
  readonly id: string;
  readonly dutyId: string;
  readonly departmentCode: string;
  readonly asker: string;
  readonly asked: string;
  readonly note: string;
  readonly state: RequestState;
  readonly askedAt: Date;
  readonly answeredAt: Date | null;
}

const stateOf = (text: string): RequestState => requestStates.find((state) => state === text) ?? 'withdrawn';

export async function findRequest(tx: Tx, id: string): Promise<RequestRow | undefined> {
  const row = await tx.dutyRequest.findUnique({ where: { id } });
  return row === null ? undefined : { ...row, state: stateOf(row.state) };
}

/** Still to be answered: of these duties, or by or from this person. */
export async function waitingRequests(tx: Tx, of: { readonly duties: readonly string[] } | { readonly person: string }): Promise<RequestRow[]> {
  const where = 'duties' in of ? { dutyId: { in: [...of.duties] } } : { OR: [{ asker: of.person }, { asked: of.person }] };
  const rows = await tx.dutyRequest.findMany({ where: { ...where, state: 'waiting' }, orderBy: { askedAt: 'desc' }, take: 200 });
  return rows.map((row) => ({ ...row, state: stateOf(row.state) }));
}

export async function addRequest(tx: Tx, request: Omit<RequestRow, 'id' | 'state' | 'answeredAt'>): Promise<string> {
  const id = newId(request.askedAt.getTime());
  await tx.dutyRequest.create({ data: { id, ...request, state: 'waiting' } });
  return id;
}

/** `false` when somebody was faster. */
export async function settleRequest(tx: Tx, id: string, state: RequestState, now: Date): Promise<boolean> {
  return (await tx.dutyRequest.updateMany({ where: { id, state: 'waiting' }, data: { state, answeredAt: now } })).count > 0;
}

export interface HoleRow extends Omit<Span, 'from'> {
  readonly id: string;
  readonly departmentCode: string;
  readonly duty: DutyKind;
  readonly from: Date | null;
  readonly foundAt: Date;
  readonly filledAt: Date | null;
}

/** Once per hole: `undefined` when it is known already. */
export async function addHole(tx: Tx, { departmentCode, duty, from, until, foundAt }: Omit<HoleRow, 'id' | 'filledAt'>): Promise<string | undefined> {
  const id = newId(foundAt.getTime());
  const key = [departmentCode, duty, from?.toISOString() ?? 'never'].join(' ');
  const { count } = await tx.dutyHole.createMany({ data: [{ id, departmentCode, duty, from, until, key, foundAt }], skipDuplicates: true });
  return count === 0 ? undefined : id;
}

export async function findHole(tx: Tx, id: string): Promise<HoleRow | undefined> {
  const row = await tx.dutyHole.findUnique({ where: { id }, omit: { key: true } });
  return row === null ? undefined : { ...row, duty: row.duty as DutyKind };
}

export async function openHoles(tx: Tx, departmentCode: string): Promise<HoleRow[]> {
  const rows = await tx.dutyHole.findMany({ where: { departmentCode, filledAt: null }, omit: { key: true } });
  return rows.map((row) => ({ ...row, duty: row.duty as DutyKind }));
}

export async function fillHole(tx: Tx, id: string, now: Date): Promise<void> {
  await tx.dutyHole.update({ where: { id }, data: { filledAt: now } });
}
