/** The same hours of the same hospital by HL7 v2 and by FHIR R4 into two services: the same rows, but for what is listed here. */
import test from 'ava';
import { fhirSender } from '../../../tests/kit/fhir-sender.ts';
import { isEachTried, isShared } from '../../../tests/kit/share.ts';
import { type Row, cell, storeRows } from '../../../tests/kit/store-rows.ts';
import { type World, world } from '../../../tests/kit/world.ts';
import { checkUpsAround } from './course/check-ups.ts';
import { dayCasesAround } from './course/day-surgery.ts';
import { simulatedHospital } from './hospital.ts';
import { dayCaseTellings } from './speak/booked.ts';
import { tellingsOf as checkUpOf } from './speak/check-ups.ts';
import type { Fact } from './speak/facts.ts';
import { fhirMouth, hl7Mouth, type Mouth } from './speak/mouth.ts';
import { day, hour } from './time.ts';

const first = Date.parse('2026-11-19T14:00:00Z');

/** Cells that may differ, and why. Whatever else differs fails the test; so does a reason that no longer holds. */
const justified: Readonly<Record<string, string>> = {
  'clinical_order.state': 'R4 has no word for an order under way: active is `ordered`, ORC-5 IP is `running`',
  'clinical_order.start_at': 'a MedicationRequest without a period starts when it was written; ORC has no such rule',
  'operation.planned_until': 'SIU has one pair of times, the planned ones; a Procedure tells when it began and ended',
  'operation.started_at': 'the same',
  'operation.ended_at': 'the same',
  'visit_diagnosis.place': 'Conditions are told one by one; their rank says which is the main one',
  'report.specimen': 'OBR-7 is the specimen’s time even of an examination; R4 has an effective time there',
  'patient.allergies': 'severity as sent: `MO` of table 0128, `moderate` of R4',
  'document.number': 'a report sheet is numbered by order and OBX-3 in HL7, by its report in R4',
  'document.title': 'of a report sheet: OBR-4 in HL7, the attachment’s own title in R4',
  'document.kind': 'of a report sheet: found by its title',
  'document.author': 'of a report sheet: R4 names who answers for it as its author too',
  'document.signer': 'of a report sheet: OBR-32 signs it in HL7; R4’s presentedForm has no signer of its own',
  'document.order_number': 'of a report sheet without a placer: HL7 names the filler’s number',
};

async function say(mouth: Mouth, facts: readonly Fact[]): Promise<string[]> {
  const refused: string[] = [];
  for (const fact of facts) {
    const { answer } = await mouth.say(fact);
    if (answer.code !== 'AA') refused.push(`${answer.controlId}: ${answer.code} ${answer.reason}`);
  }
  mouth.close();
  return refused;
}

const contents = async ({ hospital }: World): Promise<string[]> => (await hospital.database.prisma.documentContent.findMany({ select: { digest: true } })).map(({ digest }) => digest).toSorted();

function cellsApart(key: string, row: Row, other: Row): (readonly [string, string])[] {
  return Object.keys(row).filter((column) => cell(row[column]) !== cell(other[column])).map((column) => [column, `${key}: ${cell(row[column])} | ${cell(other[column])}`]);
}

test('hours of a hospital end in the same rows by HL7 and by FHIR', async (t) => {
  t.timeout(240_000);
  const small = simulatedHospital({ seed: 7, first, wards: ['CARD1', 'OBST1', 'ICU1'] });
  const clinics = simulatedHospital({ seed: 7, first }).clinicsBefore(first, ['CARD']);
  const visit = clinics.soon.find(({ what }) => what === '门诊处方')?.id.split('.')[0] ?? '';
  const seen = clinics.soon.filter(({ id }) => id.startsWith(`${visit}.`));
  const sessions = clinics.soon.filter(({ weight, clinic }) => weight === 'basic' && clinic !== undefined).slice(0, 6);
  // Somebody operated on and home yesterday, and somebody who stayed away.
  const cases = dayCasesAround(small.world, first - 30 * day, first - 6 * day).filter(({ leavesAt }) => leavesAt < first);
  const surgery = [...cases.filter(({ comes }) => comes).slice(0, 2), ...cases.filter(({ comes }) => !comes).slice(0, 1)].flatMap((one) => dayCaseTellings(small.world, one)).toSorted((one, other) => one.at - other.at);
  // Somebody who was checked up, with the conclusion.
  const checked = checkUpsAround(small.world, first - 5 * day, first).filter(({ reportedAt }) => reportedAt < first - hour).slice(0, 1).flatMap((one) => checkUpOf(small.world, one)).toSorted((one, other) => one.at - other.at);
  t.true(checked.length > 5);
  const stays = small.inpatients(first);
  const chosen = [...stays.filter(({ disease }) => disease.operation !== undefined).slice(0, 1), ...stays.filter(({ allergy }) => allergy !== undefined).slice(0, 1), ...stays.filter(({ disease }) => disease.consultation !== undefined).slice(0, 2), ...stays.filter(({ steppedDown }) => steppedDown !== undefined).slice(0, 1)];
  const soon = small.between(first, first + hour / 2);
  // Of a kind that was told twice already, the next is one more row of the same.
  const past = [...new Set(chosen)].flatMap((stay) => small.historyOf(stay, first)).filter(({ what }, at, all) => isEachTried || all.slice(0, at).filter((each) => each.what === what).length < 2);
  // Whoever something is said of is admitted before, and some of their neighbours; the whole ward where each is tried.
  const said = JSON.stringify(await Promise.all([...past, ...soon].map(async (telling) => telling.write())));
  const lying = stays.filter((stay, at) => isShared(at, 4) || said.includes(stay.id));
  const places = lying.flatMap((stay) => small.historyOf(stay, first).filter(({ weight }) => weight === 'place'));
  const told = [...sessions, ...seen, ...checked, ...surgery, ...places, ...past, ...soon].filter(({ what }, at, all) => !/肝肾功能/.test(what) || all.findIndex((each) => /肝肾功能/.test(each.what)) === at);
  const facts: Fact[] = [];
  for (const telling of told) facts.push(await telling.write());
  t.true(facts.length > 180, String(facts.length));
  t.deepEqual(['admission', 'bed', 'document', 'execution', 'order', 'result', 'schedule'].filter((form) => !facts.some((fact) => fact.form === form)), []);

  const [byHl7, byFhir] = [await world(t, { env: { HL7_SENDERS_FILE: new URL('senders.json', import.meta.url).pathname } }), await world(t)];
  t.deepEqual(await say(hl7Mouth({ host: '127.0.0.1', port: byHl7.mllpPort, timeoutMs: 20_000 }), facts), []);
  const { key } = await fhirSender(byFhir, { code: 'qinghe' });
  t.deepEqual(await say(fhirMouth({ url: byFhir.url, key: key.key, secret: key.secret, timeoutMs: 20_000 }, () => byFhir.now().getTime()), facts), []);

  const [one, other] = [await storeRows(byHl7), await storeRows(byFhir)];
  const differing = new Map<string, string>();
  for (const [table, rows] of one) {
    const there = other.get(table) ?? new Map<string, Row>();
    t.true(rows.size > 0, table);
    t.deepEqual([[...rows.keys()].filter((key) => !there.has(key)), [...there.keys()].filter((key) => !rows.has(key))], [[], []], `${table}: by HL7 alone, by FHIR alone`);
    for (const [column, example] of [...rows].flatMap(([key, row]) => cellsApart(key, row, there.get(key) ?? {}))) differing.set(`${table}.${column}`, example);
  }
  t.deepEqual([...differing].filter(([cell]) => justified[cell] === undefined), []);
  t.deepEqual(Object.keys(justified).filter((cell) => !differing.has(cell)), [], 'reasons that hold no more');
  // Contents are the same to the last byte.
  t.deepEqual(await contents(byFhir), await contents(byHl7));
});
