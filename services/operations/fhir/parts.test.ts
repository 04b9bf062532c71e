/** What is kept to be read along is swept: what comes later ends in the same rows as if it were still there. */
import anyTest, { type TestFn } from 'ava';
import type { FhirResource } from 'fhir/r4.js';
import { type FhirSender, fhirSender } from '../../../tests/kit/fhir-sender.ts';
import { cell, storeRows } from '../../../tests/kit/store-rows.ts';
import { type World, sharedWorld } from '../../../tests/kit/world.ts';
import { condition, encounter, patient, potassium, report, surgery } from '../../links/fhir/samples.fixtures.ts';
import { sweepParts } from './store.parts.ts';

const test = anyTest as TestFn<{ w: World; emr: FhirSender }>;
sharedWorld(test);
let emr: Promise<FhirSender> | undefined;
test.beforeEach(async (t) => {
  emr ??= fhirSender(t.context.w);
  t.context.emr = await emr;
});

const started = '2026-11-19T13:00:00Z';
const told = (tag: string): FhirResource[] => {
  const about = { subject: { reference: `Patient/p${tag}` }, encounter: { reference: `Encounter/e${tag}` } };
  const all: FhirResource[] = [
    patient({ id: `p${tag}`, identifier: [{ type: { coding: [{ code: 'MR' }] }, value: `MR${tag}` }] }),
    encounter({ id: `e${tag}`, subject: about.subject, identifier: [{ type: { coding: [{ code: 'VN' }] }, value: `VN${tag}` }], diagnosis: [{ condition: { reference: `Condition/c${tag}` }, use: { coding: [{ code: 'AD' }] }, rank: 1 }] }),
    condition({ id: `c${tag}`, ...about }),
    potassium(4.1, { id: `k${tag}`, text: { status: 'generated', div: '<div>王芳的血钾</div>' }, ...about }),
    report({ id: `r${tag}`, identifier: [{ type: { coding: [{ code: 'FILL' }] }, value: `L${tag}` }], basedOn: [], result: [{ reference: `Observation/k${tag}` }], ...about }),
    surgery({ id: `op${tag}`, identifier: [{ type: { coding: [{ code: 'PLAC' }] }, value: `SS${tag}` }], basedOn: [], ...about }),
  ];
  return all.map((each) => ({ ...each, meta: { lastUpdated: started, versionId: '1' } }));
};

const later = (type: FhirResource['resourceType'], change: object) => (all: readonly FhirResource[]): FhirResource =>
  ({ ...all.find(({ resourceType }) => resourceType === type)!, ...change, meta: { lastUpdated: '2026-11-19T13:50:00Z', versionId: '2' } }) as FhirResource;

/** After the days of results alone, and after everything was forgotten. */
const cases: readonly (readonly [what: string, days: number, change: ReturnType<typeof later>])[] = [
  ['a result is corrected', 200, later('Observation', { status: 'corrected', valueQuantity: { value: 5.5, unit: 'mmol/L' } })],
  ['a report is amended', 200, later('DiagnosticReport', { status: 'amended' })],
  ['a stay is over', 200, later('Encounter', { status: 'finished', period: { start: '2026-11-01T08:00:00+08:00', end: '2026-11-19T20:00:00+08:00' } })],
  ['an operation is over', 200, later('Procedure', { status: 'completed' })],
  ['a diagnosis is corrected', 31, later('Condition', { code: { text: '陈旧性心肌梗死' } })],
];

let tags = 0;
for (const [what, days, change] of cases) {
  test.serial(`${what} after the parts were swept`, async (t) => {
    const { w, emr } = t.context;
    const { prisma } = w.hospital.database;
    const puts = async (one: FhirResource): Promise<void> => void t.true((await emr.send('PUT', `/${one.resourceType}/${one.id}`, JSON.stringify(one))).status < 300);
    const rows = async (sweeps: boolean): Promise<string[]> => {
      const tag = `S${++tags}S`;
      const all = told(tag);
      for (const one of all) await puts(one);
      if (sweeps) {
        const before = await prisma.fhirPart.count({ where: { id: { contains: tag } } });
        await sweepParts(prisma, new Date(w.now().getTime() + days * 86_400_000), 30);
        const left = (await prisma.fhirPart.findMany({ where: { id: { contains: tag } } })).map(({ id }) => id.split(/[|/]/)[1]).toSorted();
        t.deepEqual([before, left], [5, days > 180 ? [] : ['Condition', 'Encounter', 'Procedure']]);
      }
      await puts(change(all));
      await w.settle();
      return [...(await storeRows(w))].flatMap(([table, own]) => [...own].map(([key, row]) => `${table} ${key} ${cell(row)}`)).filter((row) => row.includes(tag)).map((row) => row.replaceAll(tag, '')).toSorted();
    };
    const kept = await rows(false);
    t.true(kept.length >= 6, String(kept.length));
    t.deepEqual(await rows(true), kept);
  });
}
