/** The theatre's system writes a wrong number: two operations of two patients become one; IT sees it, parts them, and takes that back. */
import anyTest, { type TestFn } from 'ava';
import { schedule } from '../../services/links/hl7/samples.ts';
import type { JoinView } from '../../services/shared/theatre/schema.ts';
import { stepUp } from '../attacks/support/people.ts';
import { type World, sharedWorld } from '../kit/world.ts';

const test = anyTest as TestFn<{ w: World }>;
sharedWorld(test);

const [wang, chen] = [{ id: 'P000001', name: '王德顺', sex: 'M', birth: '19590312' }, { id: 'P000003', name: '陈桂英', sex: 'F', birth: '19530921' }] as const;

test.serial('a wrong joining is told to IT, seen with its message, parted with a reason and joined again; the same message later changes nothing of it', async (t) => {
  const { w } = t.context;
  const { prisma } = w.hospital.database;
  let sent = 0;
  const list = (patient: typeof wang | typeof chen, order: string, own: string, room: string): Promise<string> => {
    const at = new Date(w.now().getTime() + (sent += 1) * 1000);
    return w.sends(schedule({ event: 'S12', at, controlId: `OJ-${sent}`, application: 'ORIS', patients: [patient], number: own, order, kind: '手术', status: 'Booked', from: new Date(w.now().getTime() + 20 * 3_600_000), place: { ward: 'ANES', room, type: 'OR' }, staff: [{ number: '1001', name: '李静', role: '主刀' }] }));
  };
  const onList = async (number: string): Promise<{ number: string; room: string | null }[]> => prisma.operation.findMany({ where: { patientId: (await prisma.patient.findUniqueOrThrow({ where: { number } })).id, number: { startsWith: 'SQ-' } }, select: { number: true, room: true }, orderBy: { number: 'asc' } });
  t.is(await list(wang, 'SQ-1', 'OR-1', '第1手术间'), 'AA');
  t.is(await list(chen, 'SQ-2', 'OR-2', '第2手术间'), 'AA');
  t.is(await prisma.intakeMatter.count({ where: { reason: 'operation-of-several-patients' } }), 0);

  // Hers with the number of his.
  t.is(await list(chen, 'SQ-2', 'OR-1', '第2手术间'), 'AA');
  t.deepEqual([await onList(wang.id), await onList(chen.id)], [[], [{ number: 'SQ-1', room: '第2手术间' }]]);
  const it = await w.signIn('9101');
  const joins = async (query = ''): Promise<JoinView[]> => ((await it('GET', `/theatre/joins?${query}`)).data as { joins: JoinView[] }).joins;
  const matters = async () => ((await it('GET', '/intake/matters?tab=unmatched')).data as { matters: { reason: string; arrival: string; controlId: string }[] }).matters.filter(({ reason }) => reason === 'operation-of-several-patients');
  t.deepEqual((await matters()).map(({ controlId }) => controlId), ['OJ-3']);
  const found = await joins('number=SQ-2');
  t.deepEqual(found.map(({ one, other }) => [one.number, other.number]).toSorted(), [['OR-1', 'SQ-2'], ['OR-2', 'SQ-2']]);
  const wrong = found.find(({ one }) => one.number === 'OR-1');
  t.like(wrong, { one: { source: 'ORIS@HOSPITAL', told: true, others: ['ORIS@HOSPITAL SQ-1'], room: '第1手术间' }, other: { told: true, others: ['ORIS@HOSPITAL OR-2'], room: '第2手术间' }, compared: [{ field: 'patient', likeness: 'different' }, { field: 'name', likeness: 'unknown' }, { field: 'surgeon', likeness: 'same' }], alike: false, first: { controlId: 'OJ-3' }, last: null, parted: false, decided: null });
  t.notRegex(JSON.stringify(found), /王德顺|陈桂英|P00000|李静/, 'nobody in it');

  const id = wrong?.id ?? '';
  const nurse = await w.signIn('2001');
  t.is((await nurse('GET', '/theatre/joins')).status, 403);
  t.is((await it('POST', '/theatre/joins/part', { id, reason: '厂商把号写错了' })).status, 403, 'not without a second factor');
  await stepUp(w, it);
  t.is((await it('POST', '/theatre/joins/part', { id, reason: '错' })).status, 400);
  t.like(await it('POST', '/theatre/joins/part', { id, reason: '厂商把号写错了' }), { status: 200, data: { apart: true } });
  const apart = [[{ number: 'SQ-1', room: '第1手术间' }], [{ number: 'SQ-2', room: '第2手术间' }]];
  t.deepEqual([await onList(wang.id), await onList(chen.id)], apart);
  t.deepEqual(await joins('number=OR-1&state=parted'), (await joins('state=parted')));
  t.like((await joins('state=parted'))[0], { id, parted: true, decided: { by: '沈涛', reason: '厂商把号写错了' } });
  const [waiting] = await matters();
  t.like(await it('POST', '/intake/try-again', { arrival: waiting?.arrival }), { status: 200, data: { open: 0 } });

  // The system goes on writing it.
  t.is(await list(chen, 'SQ-2', 'OR-1', '第2手术间'), 'AA');
  t.deepEqual([await onList(wang.id), await onList(chen.id)], apart);
  t.deepEqual(await matters(), []);
  t.like((await joins('state=parted'))[0], { id, last: { controlId: 'OJ-4' } });

  await stepUp(w, it);
  t.like(await it('POST', '/theatre/joins/rejoin', { id, reason: '核对后确是同一台' }), { status: 200, data: { apart: false } });
  t.deepEqual([await onList(wang.id), await onList(chen.id)], [[], [{ number: 'SQ-1', room: '第2手术间' }]]);
  t.is((await it('POST', '/theatre/joins/rejoin', { id, reason: '核对后确是同一台' })).error?.code, 'theatre.joined-already');
  const rows = await prisma.audit.findMany({ where: { act: { in: ['theatre.part', 'theatre.rejoin'] }, outcome: 'allowed' }, orderBy: { id: 'asc' } });
  t.deepEqual(rows.map(({ act, subject }) => [act, subject?.split(' ')[1]]), [['theatre.part', '厂商把号写错了'], ['theatre.rejoin', '核对后确是同一台']]);
  const people = await prisma.patient.findMany({ where: { number: { in: [wang.id, chen.id] } }, select: { id: true } });
  t.deepEqual(rows.map(({ patients }) => patients.toSorted()), [people, people].map((all) => all.map((one) => one.id).toSorted()), 'whose operations they are, is on record');
});
