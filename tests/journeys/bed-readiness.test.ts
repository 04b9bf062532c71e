/** What a bed's own system says (ADT A20, FHIR Location), from the socket and the FHIR door to the ward's map. */
import anyTest, { type TestFn } from 'ava';
import { admission, bedStatus } from '../../services/links/hl7/samples.ts';
import { fhirSender } from '../kit/fhir-sender.ts';
import { type Api, type World, sharedWorld } from '../kit/world.ts';

const test = anyTest as TestFn<{ w: World }>;
sharedWorld(test);

type Row = Readonly<Record<string, unknown>>;
const physical = (code: string): object => ({ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/location-physical-type', code }] });
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

test.serial('FHIR: a bed’s Location says the same by operationalStatus; whichever was said last stands, whoever said it and in any order', async (t) => {
  const { w } = t.context;
  const { prisma } = w.hospital.database;
  const [desk, nurse, emr] = [await w.signIn('9101'), await w.signIn('1004'), await fhirSender(w)];
  const bedOf = async (bed: string): Promise<Row | undefined> => ((await read(nurse, '/beds/wards/CARD1'))['beds'] as Row[]).find((each) => each['bed'] === bed);
  const minute = (count: number): Date => new Date(w.now().getTime() + count * 60_000);
  const ward = { resourceType: 'Location', id: 'w1', identifier: [{ value: 'CARD1' }], physicalType: physical('wa') };
  const bed = (number: string, code: string, more: object = {}): object => ({ resourceType: 'Location', id: `b${number}`, identifier: [{ value: number }], physicalType: physical('bd'), partOf: { reference: 'Location/w1' }, operationalStatus: { system: 'http://terminology.hl7.org/CodeSystem/v2-0116', code }, ...more });
  const puts = async (resource: object): Promise<number> => (await emr.send('PUT', `/Location/${(resource as { id: string }).id}`, JSON.stringify(resource))).status;
  const open = async (): Promise<Row[]> => (await prisma.intakeMatter.findMany({ where: { sender: { startsWith: 'emr' }, state: 'open' }, orderBy: { openedAt: 'asc' } })) as unknown as Row[];

  // The bed comes before its ward: nobody knows where it is, and it waits.
  t.is(await puts(bed('36', 'H', { meta: { lastUpdated: minute(0).toISOString() } })), 200);
  t.deepEqual((await open()).map(({ reason }) => reason), ['bed-unplaced']);
  t.like(await bedOf('36床'), { state: 'empty' });
  t.is(await puts(ward), 200);
  const [waiting] = await open();
  t.like(await desk('POST', '/intake/try-again', { arrival: waiting?.['arrival'] }), { status: 200, data: { solved: 1, open: 0 } });
  t.like(await bedOf('36床'), { state: 'unready', readiness: 'cleaning' });

  // HL7 said something later; FHIR's earlier word comes last; then FHIR's later one.
  t.is(await w.sends(bedStatus({ at: minute(10), controlId: 'A20-F1', application: 'BED', place: { ward: 'CARD1', bed: '36' }, status: 'K' })), 'AA');
  t.is(await puts(bed('36', 'C', { meta: { lastUpdated: minute(5).toISOString() } })), 200);
  t.like(await bedOf('36床'), { state: 'unready', readiness: 'contaminated' });
  t.is(await puts(bed('36', 'U', { meta: { lastUpdated: minute(15).toISOString() } })), 200);
  t.like(await bedOf('36床'), { state: 'empty', readiness: null });

  // In a bundle by the bundle's time; alone without any time since it came; a kind of bed and a room are no bed.
  const bundle = { resourceType: 'Bundle', type: 'transaction', timestamp: minute(20).toISOString(), entry: [bed('37', 'I'), bed('38', 'o', { mode: 'kind' })].map((resource) => ({ fullUrl: `urn:uuid:${(resource as { id: string }).id}`, resource, request: { method: 'POST', url: 'Location' } })) };
  t.is((await emr.send('POST', '', JSON.stringify(bundle))).status, 200);
  t.is(await puts(bed('35', 'C')), 200);
  t.is(await puts({ ...bed('201', 'C'), physicalType: physical('ro') }), 200);
  t.is(await puts(bed('36', 'X', { meta: { lastUpdated: minute(30).toISOString() } })), 200);
  t.deepEqual([await bedOf('37床'), await bedOf('38床'), await bedOf('35床'), await bedOf('36床')].map((each) => each?.['readiness']), ['isolated', null, 'closed', null]);
  t.deepEqual((await open()).map(({ reason }) => reason), ['bed-unplaced', 'bed-status-unknown']);
  t.deepEqual((await prisma.bedReadiness.findMany({ where: { ward: 'CARD1', bed: { in: ['35', '37'] } }, orderBy: { bed: 'asc' } })).map(({ at }) => at), [w.now(), minute(20)]);
});
