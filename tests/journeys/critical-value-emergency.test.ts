/** Patients in the emergency room, who have no bed: the room's own people and its nurse station, sooner than a ward; then where she goes. */
import anyTest, { type TestFn } from 'ava';
import { result } from '../../services/links/hl7/samples.ts';
import { type World, admit, potassium, sharedWorld } from '../kit/world.ts';

const test = anyTest as TestFn<{ w: World }>;
sharedWorld(test);

interface Shown { readonly way: string; readonly clinical: string; readonly deeds: readonly string[]; readonly timeline: readonly { readonly what: string }[]; readonly ladder: readonly { readonly dutyName: string; readonly dueAt: string; readonly people: readonly string[] }[] }
const shown = async (w: World, staff: string, id: string): Promise<Shown> => (await (await w.signIn(staff))('GET', `/critical-values/${id}`)).data as Shown;
/** The office has both platforms and is told on the first of them. */
const counts = (w: World, ...staff: string[]): Promise<number[]> => Promise.all(staff.map(async (number) => (await w.cards(number === '9001' ? 'dingtalk' : 'wecom', number)).length));

/** The emergency room's nurse station and duty doctor, as its roster names them. */
async function staffed(w: World): Promise<void> {
  const prisma = w.hospital.database.prisma;
  await prisma.staff.update({ where: { number: '2104' }, data: { departmentCode: 'EMER', wardCode: null } });
  const from = new Date('2026-11-01T00:00:00Z');
  for (const [duty, staffNumber] of [['clinic-desk', '2104'], ['duty-doctor', '2102']] as const) {
    await prisma.duty.deleteMany({ where: { departmentCode: 'EMER', duty } });
    await prisma.duty.create({ data: { id: crypto.randomUUID(), departmentCode: 'EMER', duty, staffNumber, from, until: null, changedAt: from, changedBy: '9101' } });
  }
}
const patient = { id: 'P900001', name: '郑小虎', sex: 'M' as const };
const visit = (admittedAt: Date, more: object = {}) => ({ number: 'E900001', patientClass: 'E' as const, department: 'EMER', attending: { number: '2201', name: '曹阳' }, admittedAt, ...more });
async function report(w: World, of: { id: string; name: string }, number: string): Promise<string> {
  if ((await w.sends(result({ at: w.now(), patient: of, visit: { number, patientClass: 'E', department: 'EMER' }, filler: `E-${w.now().getTime()}`, items: [potassium('7.1')] }))) !== 'AA') throw new Error('refused');
  await w.settle();
  return (await w.hospital.database.prisma.criticalValue.findFirstOrThrow({ orderBy: { id: 'desc' } })).id;
}

test.serial('who treats her there and the nurse station at once; the room’s duty doctor after three minutes, its head after six, the medical office after ten', async ({ context: { w }, ...t }) => {
  await staffed(w);
  t.is(await admit(w, { event: 'A04', patient, visit: visit(w.now()) }), 'AA');
  await w.settle();
  const before = await counts(w, '2201', '2104', '2102', '2202', '9001');
  const since = async (): Promise<number[]> => (await counts(w, '2201', '2104', '2102', '2202', '9001')).map((count, at) => count - (before[at] ?? 0));
  const id = await report(w, patient, 'E900001');
  t.deepEqual(await since(), [1, 1, 0, 0, 0], 'the treating doctor and the nurse station');
  const { way, ladder } = await shown(w, '9001', id);
  t.is(way, 'emergency');
  t.deepEqual(ladder.map(({ dutyName }) => dutyName), ['管床医生', '值班医生', '科主任', '医务科']);
  const nurse = JSON.stringify(await w.card('wecom', '2104'));
  t.regex(nurse, /急诊科/u);
  t.regex(nurse, /请到床旁查看，并通知医生/u);
  t.notRegex(nurse, /确认收到，我来处理/u, 'a nurse takes nothing over');
  await w.pass(3);
  t.deepEqual(await since(), [1, 1, 1, 0, 0]);
  await w.pass(3);
  t.deepEqual(await since(), [1, 1, 1, 1, 0]);
  await w.pass(4);
  t.is((await since())[4], 1);
  await w.press('wecom', '2102', 'acknowledge');
  t.is((await shown(w, '2102', id)).clinical, 'acknowledged');
});

test.serial('admitted to a ward the ward’s doctor has it; sent home she has to be found; what nobody ended is over after days', async ({ context: { w }, ...t }) => {
  const other = { id: 'P900002', name: '秦小玉', sex: 'F' as const };
  const own = (more: object = {}) => ({ ...visit(w.now()), number: 'E900002', ...more });
  await admit(w, { event: 'A04', patient: other, visit: own() });
  await w.settle();
  const id = await report(w, other, 'E900002');
  t.is((await shown(w, '9001', id)).way, 'emergency');
  w.tick(60_000);
  await admit(w, { event: 'A01', patient: other, visit: { number: 'I900002', department: 'GSUR', ward: 'GSUR1', bed: '30', attending: { number: '2001', name: '张伟' }, admittedAt: w.now() } });
  await w.settle();
  const moved = await shown(w, '9001', id);
  t.is(moved.way, 'inpatient');
  t.true(moved.timeline.some(({ what }) => what === '患者已入院，改由病区处理'));
  await w.press('wecom', '2001', 'acknowledge');

  // The laboratory names the clinic she was sent from; she is here.
  const sent = { id: 'P900005', name: '许小南', sex: 'F' as const };
  await admit(w, { event: 'A04', patient: sent, visit: own({ number: 'C900005', patientClass: 'O', department: 'CARD' }) });
  w.tick(60_000);
  await admit(w, { event: 'A04', patient: sent, visit: own({ number: 'E900005' }) });
  await w.settle();
  await w.sends(result({ at: w.now(), patient: sent, visit: { number: 'C900005', patientClass: 'O', department: 'CARD' }, filler: 'C-900005', items: [potassium('7.1')] }));
  await w.settle();
  t.is((await shown(w, '9001', (await w.hospital.database.prisma.criticalValue.findFirstOrThrow({ orderBy: { id: 'desc' } })).id)).way, 'emergency');

  const left = { id: 'P900003', name: '韩小雨', sex: 'F' as const };
  await admit(w, { event: 'A04', patient: left, visit: own({ number: 'E900003' }) });
  await w.settle();
  const second = await report(w, left, 'E900003');
  w.tick(60_000);
  await admit(w, { event: 'A03', patient: left, visit: own({ number: 'E900003', dischargedAt: w.now() }) });
  await w.settle();
  t.is((await shown(w, '9001', second)).way, 'outpatient');

  const forgotten = { id: 'P900004', name: '许小北', sex: 'M' as const };
  const daysAgo = new Date(w.now().getTime() - 5 * 86_400_000);
  await admit(w, { event: 'A04', patient: forgotten, visit: visit(daysAgo, { number: 'E900004' }) });
  await w.settle();
  t.is((await shown(w, '9001', await report(w, forgotten, 'E900004'))).way, 'outpatient', 'nobody is five days in an emergency room');
});
