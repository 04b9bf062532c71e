/** What a bed's own system says (ADT A20), from the socket to the ward's map. */
import anyTest, { type TestFn } from 'ava';
import { admission, bedStatus } from '../../services/links/hl7/samples.ts';
import { type Api, type World, sharedWorld } from '../kit/world.ts';

const test = anyTest as TestFn<{ w: World }>;
sharedWorld(test);

type Row = Readonly<Record<string, unknown>>;
const read = async (api: Api, path: string): Promise<Row> => (await api('GET', path)).data as Row;

test.serial('cleaned, closed, contaminated: shown at the bed and not counted as empty; whoever comes in or leaves afterwards ends it, in any order', async (t) => {
  const { w } = t.context;
  const nurse = await w.signIn('1004');
  let told = 0;
  const minute = (count: number): Date => new Date(w.now().getTime() + count * 60_000);
  const says = (bed: string, status: string, at: Date, more: { ward?: string; controlId?: string } = {}): Promise<string> => w.sends(bedStatus({ at, controlId: more.controlId ?? `A20-${(told += 1)}`, application: 'BED', place: { ward: more.ward ?? 'CARD1', bed }, status }));
  const stay = (event: 'A01' | 'A03', at: Date): Promise<string> => w.sends(admission({ event, at, controlId: `A20-${event}`, application: 'HIS', patient: { id: 'P000980', name: '白云霞', sex: 'F', birth: '19800101' }, visit: { number: 'ZY26110980', patientClass: 'I', department: 'CARD', ward: 'CARD1', bed: '30', admittedAt: minute(10), ...(event === 'A03' && { dischargedAt: at }) } }));
  const map = async (): Promise<{ ward: Row; bed: (bed: string) => Row | undefined }> => {
    const { ward, beds } = (await read(nurse, '/beds/wards/CARD1')) as unknown as { ward: Row; beds: Row[] };
    return { ward, bed: (bed) => beds.find((each) => each['bed'] === bed) };
  };
  const before = (await map()).ward;

  for (const [bed, status] of [['030', 'H'], ['31', 'C'], ['32', 'K'], ['33', 'O'], ['34', 'H'], ['12', 'H'], ['39', 'U']] as const) t.is(await says(bed, status, minute(0)), 'AA');
  // Free again; what was said before it comes late.
  t.is(await says('34', 'U', minute(2)), 'AA');
  t.is(await says('34', 'K', minute(1)), 'AA');
  const after = await map();
  t.like(after.bed('30床'), { state: 'unready', readiness: 'cleaning' });
  t.like(after.bed('31床'), { state: 'blocked', readiness: 'closed' });
  t.like(after.bed('32床'), { state: 'unready', readiness: 'contaminated' });
  t.like(after.bed('33床'), { state: 'unready', readiness: 'occupied', patient: null });
  t.like(after.bed('34床'), { state: 'empty', readiness: null });
  t.like(after.bed('12床'), { state: 'taken', readiness: null }, 'who lies there goes before it');
  t.like(after.bed('39床'), { state: 'blocked', note: '设备带检修', readiness: null }, 'what the hospital blocked by hand stays so');
  t.like(after.ward, { empty: Number(before['empty']) - 4, blocked: Number(before['blocked']) + 1, unready: 3 });
  t.like((await read(nurse, '/beds/wards')) as { wards: Row[] }, { wards: [after.ward] });
  t.regex(String((await w.say('dingtalk', '1004', '床位'))[0]?.text), /封床 2，未备好 3/u);

  // Cleaned before she came: it is nobody's word about the bed after her. Closed while she lay there: it is.
  t.is(await stay('A01', minute(10)), 'AA');
  t.like((await map()).bed('30床'), { state: 'taken' });
  t.is(await stay('A03', minute(30)), 'AA');
  t.like((await map()).bed('30床'), { state: 'empty', readiness: null });
  t.is(await says('30', 'O', minute(12)), 'AA');
  t.like((await map()).bed('30床'), { state: 'empty' }, 'whoever it was has left');
  t.is(await says('30', 'H', minute(29)), 'AA');
  t.like((await map()).bed('30床'), { state: 'unready', readiness: 'cleaning' });
});

test.serial('a bed that the list lacks and a ward nobody knows wait at the triage desk; mended, they are shown', async (t) => {
  const { w } = t.context;
  const [desk, nurse] = [await w.signIn('9101'), await w.signIn('1004')];
  const bedOf = async (bed: string): Promise<Row | undefined> => ((await read(nurse, '/beds/wards/CARD1'))['beds'] as Row[]).find((each) => each['bed'] === bed);
  const matters = async (): Promise<Row[]> => w.hospital.database.prisma.intakeMatter.findMany({ where: { kind: 'bed', state: 'open' } });
  t.is(await w.sends(bedStatus({ at: w.now(), controlId: 'A20-EXTRA', application: 'BED', place: { ward: 'CARD1', bed: '加9' }, status: 'H' })), 'AA');
  t.deepEqual((await matters()).map(({ reason }) => reason), ['bed-unlisted']);
  t.is((await desk('POST', '/directory/wards/CARD1/beds', { numbers: ['加9'], room: null, state: 'open', note: null, active: true })).status, 200);
  t.like(await bedOf('加9床'), { state: 'unready', readiness: 'cleaning' });
  const { arrival } = (await matters())[0] as { arrival: string };
  t.like(await desk('POST', '/intake/try-again', { arrival }), { status: 200, data: { solved: 1, open: 0 } });
  t.deepEqual(await matters(), []);

  // Named by the sender's own code: nobody's bed until it is mapped.
  t.is(await w.sends(bedStatus({ at: w.now(), controlId: 'A20-WARD', application: 'BED', place: { ward: 'BQ-9', bed: '2' }, status: 'K' })), 'AA');
  t.like(await bedOf('2床'), { state: 'empty' });
  t.is((await desk('POST', '/codes', { kind: 'ward', sender: 'BED|HOSPITAL', foreign: 'BQ-9', ours: 'CARD1' })).status, 200);
  const { arrivals } = await w.hospital.database.prisma.intakeCode.findFirstOrThrow({ where: { kind: 'ward', code: 'BQ-9', place: 'NPU-1' }, include: { arrivals: true } });
  t.like(await desk('POST', '/intake/try-again', { arrival: arrivals[0]?.arrival }), { status: 200, data: { open: 0 } });
  t.like(await bedOf('2床'), { state: 'unready', readiness: 'contaminated' });
});
