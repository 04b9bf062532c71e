/** The same resources in any order, one by one or by pages of a server, end in the same rows as in one bundle. */
import anyTest, { type TestFn } from 'ava';
import * as fc from 'fast-check';
import type { FhirResource, Reference } from 'fhir/r4.js';
import { type FhirSender, fhirSender } from '../../../tests/kit/fhir-sender.ts';
import { isEachTried } from '../../../tests/kit/share.ts';
import { cell, storeRows } from '../../../tests/kit/store-rows.ts';
import { type World, sharedWorld } from '../../../tests/kit/world.ts';
import { administration, appointment, bundle, condition, encounter, patient, potassium, prescription, report, request, slot, surgery } from '../../links/fhir/samples.fixtures.ts';
import { SimulatedFhirServer } from '../../links/fhir/simulated/server.ts';

const test = anyTest as TestFn<{ w: World }>;
const start = Date.parse('2026-11-19T14:00:00Z');
const server = new SimulatedFhirServer({ now: () => new Date(start) });
const baseUrl = await server.listen();
sharedWorld(test, { env: { FHIR_BASE_URL: baseUrl, FHIR_NAME: 'polled', FHIR_PAGE_ROWS: '3', FHIR_INITIAL_DAYS: '30' } });
test.after.always(() => server.stop());

const ref = (type: string, id: string, value: string): Reference => ({ reference: `${type}/${id}`, type, identifier: { type: { coding: [{ code: type === 'Patient' ? 'MR' : type === 'Encounter' ? 'VN' : 'PLAC' }] }, value } });

const first: FhirResource = { resourceType: 'Location', id: 'first', identifier: [{ value: '3' }], physicalType: { coding: [{ code: 'bd' }] }, partOf: { reference: '#ward' } };
const room: FhirResource = { resourceType: 'Location', id: 'room', identifier: [{ value: '201' }], physicalType: { coding: [{ code: 'ro' }] } };

/** A stay with its way, two diagnoses of which the encounter knows one, an ordered panel with a panel in it, an operation, a drug given, a clinic. */
function resourcesOf(tag: string): FhirResource[] {
  const [subject, stay] = [ref('Patient', `p${tag}`, `MR${tag}`), ref('Encounter', `e${tag}`, `VN${tag}`)];
  const about = { subject, encounter: stay };
  const [asked, wanted, drug] = [ref('ServiceRequest', `s${tag}`, `YZ${tag}`), ref('ServiceRequest', `t${tag}`, `SS${tag}`), ref('MedicationRequest', `m${tag}`, `YY${tag}`)];
  const measured = (id: string, code: string, more = {}): FhirResource => potassium(4.1, { id: `${id}${tag}`, code: { coding: [{ code }], text: code }, basedOn: [asked], ...about, ...more });
  const [session, schedule] = slot();
  const places = encounter().contained ?? [];
  const all: FhirResource[] = [
    patient({ id: `p${tag}`, identifier: [{ type: { coding: [{ code: 'MR' }] }, value: `MR${tag}` }] }),
    encounter({
      id: `e${tag}`, subject, identifier: [{ type: { coding: [{ code: 'VN' }] }, value: `VN${tag}` }], diagnosis: [{ condition: { reference: `Condition/c${tag}` }, use: { coding: [{ code: 'AD' }] }, rank: 1 }],
      contained: [...places, first],
      location: [{ location: { reference: '#first' }, status: 'completed', period: { start: '2026-11-01T08:00:00+08:00', end: '2026-11-02T08:00:00+08:00' } }, { location: { reference: '#bed' }, status: 'active', period: { start: '2026-11-02T08:00:00+08:00' } }],
    }),
    condition({ id: `c${tag}`, ...about }),
    condition({ id: `d${tag}`, ...about, code: { text: '高血压' } }),
    request({ id: `s${tag}`, identifier: [{ type: { coding: [{ code: 'PLAC' }] }, value: `YZ${tag}` }], ...about }),
    report({ id: `r${tag}`, identifier: [{ type: { coding: [{ code: 'FILL' }] }, value: `L${tag}` }], basedOn: [asked], ...about, result: [{ reference: `Observation/k${tag}` }, { reference: `Observation/panel${tag}` }, { reference: `Observation/na${tag}` }] }),
    measured('k', 'K'),
    measured('na', 'NA'),
    measured('panel', 'BG', { valueQuantity: undefined, interpretation: undefined, hasMember: [{ reference: `Observation/ph${tag}` }] }),
    measured('ph', 'PH', { component: [{ code: { text: 'BE' }, valueQuantity: { value: 1, unit: 'mmol/L' } }] }),
    request({ id: `t${tag}`, identifier: [{ type: { coding: [{ code: 'PLAC' }] }, value: `SS${tag}` }], category: [{ coding: [{ system: 'http://snomed.info/sct', code: '387713003' }] }], code: { text: '腹腔镜阑尾切除术' }, occurrencePeriod: { start: '2026-11-03T08:00:00+08:00', end: '2026-11-03T10:00:00+08:00' }, ...about }),
    surgery({ id: `op${tag}`, identifier: [{ type: { coding: [{ code: 'PLAC' }] }, value: `SS${tag}` }], basedOn: [wanted], ...about }),
    prescription({ id: `m${tag}`, identifier: [{ type: { coding: [{ code: 'PLAC' }] }, value: `YY${tag}` }], groupIdentifier: { value: `G${tag}` }, ...about }),
    administration({ id: `a${tag}`, subject, context: stay, request: drug }),
    { ...session, id: `sl${tag}`, identifier: [{ value: `HY${tag}` }], schedule: { reference: `Schedule/sc${tag}` } } as FhirResource,
    { ...schedule, id: `sc${tag}`, actor: [{ type: 'Practitioner', identifier: { value: '1001' } }, { type: 'Organization', identifier: { value: 'CARD' } }, { reference: '#room' }], contained: [room] } as FhirResource,
    appointment({ id: `ap${tag}`, identifier: [{ value: `BK${tag}` }], slot: [{ reference: `Slot/sl${tag}`, type: 'Slot', identifier: { value: `HY${tag}` } }], participant: [{ actor: subject, status: 'accepted' }] }),
  ];
  return all.map((each, place) => ({ ...each, meta: at(place) }));
}

const at = (minutes: number) => ({ lastUpdated: new Date(start - 3_600_000 + minutes * 60_000).toISOString(), versionId: '1' });

/** Rows that name the tag, without it. */
async function rowsOf(w: World, tag: string): Promise<string[]> {
  const tables = await storeRows(w);
  return [...tables].flatMap(([table, rows]) => [...rows].map(([key, row]) => `${table} ${key} ${cell(row)}`)).filter((row) => row.includes(tag)).map((row) => row.replaceAll(tag, '')).toSorted();
}

function put(resource: FhirResource | undefined, place: number): void {
  if (resource !== undefined) server.put(resource, new Date(start - 3_000_000 + tags * 60_000 + place));
}

let tags = 0;
const nextTag = (): string => `T${String(++tags).padStart(2, '0')}T`;

async function whole(w: World, emr: FhirSender): Promise<string[]> {
  const tag = nextTag();
  const answer = await emr.send('POST', '', JSON.stringify(bundle('transaction', resourcesOf(tag), { id: `b${tag}` })));
  if (answer.status !== 200) throw new Error(answer.text);
  await w.settle();
  return rowsOf(w, tag);
}

/** The same, referring to one another by logical ids alone. */
const bareOf = (tag: string): FhirResource[] => resourcesOf(tag).map((each) => JSON.parse(JSON.stringify(each, (key, value: unknown) => (key === 'identifier' && !Array.isArray(value) && (value as { type?: unknown }).type !== undefined ? undefined : value))) as FhirResource);

const orderOf = fc.shuffledSubarray([...resourcesOf('').keys()], { minLength: resourcesOf('').length });

test.serial('one by one, in any order', async (t) => {
  t.timeout(240_000);
  const { w } = t.context;
  const emr = await fhirSender(w, { code: 'emr' });
  const expected = await whole(w, emr);
  t.deepEqual([...new Set(expected.map((row) => row.split(' ')[0]))].toSorted(), ['clinic_booking', 'clinic_session', 'clinical_order', 'operation', 'order_execution', 'patient', 'patient_move', 'report', 'result', 'visit', 'visit_diagnosis']);
  t.is(expected.filter((row) => row.startsWith('report ')).length, 1);
  t.is(expected.filter((row) => row.startsWith('result ')).length, 4);
  t.deepEqual(expected.filter((row) => row.startsWith('visit_diagnosis ')).map((row) => row.split(' ').slice(2, 4)), [['admission', '急性心肌梗死'], ['encounter-diagnosis', '高血压']]);
  t.true(expected.some((row) => row.startsWith('patient_move ') && row.includes('transfer 2026-11-02')));
  await fc.assert(fc.asyncProperty(orderOf, async (order) => {
    const tag = nextTag();
    const all = resourcesOf(tag);
    for (const place of order) {
      const one = all[place];
      const answer = await emr.send('PUT', `/${one?.resourceType}/${one?.id}`, JSON.stringify(one));
      if (answer.status >= 300) throw new Error(answer.text);
    }
    t.deepEqual(await rowsOf(w, tag), expected);
  }), { numRuns: isEachTried ? 6 : 2, endOnFailure: true });
});

test.serial('one by one by logical ids alone: what names somebody or something not told yet waits, and is taken up', async (t) => {
  t.timeout(240_000);
  const { w } = t.context;
  const bare = await fhirSender(w, { code: 'ids' });
  const expected = await whole(w, bare);
  const { prisma } = w.hospital.database;
  await fc.assert(fc.asyncProperty(orderOf, fc.integer({ min: 1, max: 5 }), async (order, size) => {
    const tag = nextTag();
    const all = bareOf(tag);
    for (const [sent, place] of order.entries()) {
      const one = all[place];
      const answer = await bare.send('PUT', `/${one?.resourceType}/${one?.id}`, JSON.stringify(one));
      if (answer.status >= 300 && answer.status !== 422) throw new Error(answer.text);
      if (sent % size !== 0) continue;
      await w.hospital.service.tick('fhir.take-up');
      await w.settle();
      // Nobody and nothing is made of a server's own number meanwhile.
      t.is(await prisma.patient.count({ where: { number: `p${tag}` } }), 0);
      t.is(await prisma.visit.count({ where: { number: `e${tag}` } }), 0);
      t.is(await prisma.clinicalOrder.count({ where: { number: `m${tag}` } }), 0);
    }
    // A chain waits link by link.
    for (let rounds = 0; rounds < 4; rounds++) {
      await w.hospital.service.tick('fhir.take-up');
      await w.settle();
    }
    t.deepEqual(await rowsOf(w, tag), expected);
    t.is(await prisma.fhirWaiting.count(), 0);
    t.is(await prisma.intakeMatter.count({ where: { state: 'open', kind: { not: 'remark' }, arrival: { contains: tag } } }), 0, 'and nothing of it is left at the desk');
  }), { numRuns: isEachTried ? 8 : 3, endOnFailure: true });
});

test.serial('from a server that numbers no versions the last comes first as well', async (t) => {
  const { w } = t.context;
  const bare = await fhirSender(w, { code: 'bare' });
  const expected = await whole(w, bare);
  const tag = nextTag();
  for (const { meta: _meta, ...one } of resourcesOf(tag).toReversed()) {
    t.true((await bare.send('PUT', `/${one.resourceType}/${one.id}`, JSON.stringify(one))).status < 300);
    await w.pass(1);
  }
  t.deepEqual(await rowsOf(w, tag), expected);
});

test.serial('a result corrected alone is a version of its report’s', async (t) => {
  const { w } = t.context;
  const late = await fhirSender(w, { code: 'late' });
  const tag = nextTag();
  const all = resourcesOf(tag);
  for (const one of all) await late.send('PUT', `/${one.resourceType}/${one.id}`, JSON.stringify(one));
  const potassiumNow = { ...all[6], status: 'corrected', valueQuantity: { value: 4.4, unit: 'mmol/L' }, meta: { versionId: '2', lastUpdated: '2026-11-19T13:59:00Z' } };
  await late.send('PUT', `/Observation/k${tag}`, JSON.stringify(potassiumNow));
  const rows = (await rowsOf(w, tag)).filter((row) => /^(report|result \S+ K) /.test(row));
  t.deepEqual(rows.map((row) => [row.split(' ')[0], /"text":"([\d.]+)"/.exec(row)?.[1], /"status":"(\w)"/.exec(row)?.[1]]), [['report', undefined, 'F'], ['result', '4.4', 'C'], ['result', '4.1', 'F']]);
});

test.serial('by pages of a server, changed in any order between readings', async (t) => {
  t.timeout(240_000);
  const { w } = t.context;
  const expected = await whole(w, await fhirSender(w, { code: 'other' }));
  await fc.assert(fc.asyncProperty(orderOf, fc.integer({ min: 1, max: 3 }), async (order, readings) => {
    const tag = nextTag();
    const all = bareOf(tag);
    const size = Math.ceil(order.length / readings);
    // A server has whom and what its resources name; when these changed is any time.
    for (const place of order) if (['Patient', 'Encounter', 'MedicationRequest'].includes(all[place]?.resourceType ?? '')) put(all[place], place);
    for (let reading = 0; reading < readings; reading++) {
      for (const place of order.slice(reading * size, (reading + 1) * size)) put(all[place], place);
      await w.hospital.service.tick('fhir.poll');
    }
    await w.settle();
    t.deepEqual(await rowsOf(w, tag), expected);
  }), { numRuns: isEachTried ? 5 : 2, endOnFailure: true });
});
