/**
 * `npm run bench:records -- [--rounds 60]`
 *
 * What a ward opens all day, at the service's own door with session, scope, audit row and envelope: the bed overview of a
 * ward of 60 beds, and the header with the document list of a patient with 2,000 documents. **plain** is the same rows by
 * Prisma's `findMany` and `JSON.stringify`: nobody asked who reads, nothing on record, nothing sealed. Interleaved, in one
 * process with the reader, which opens the envelopes on the same cores. Goals: 150 ms and 100 ms. See bench/README.md.
 */
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import type { Prisma } from '../prisma/generated/client.ts';
import { newId } from '../services/core/ids.ts';
import { applyDocument } from '../services/shared/documents/index.ts';
import { receiving } from '../tests/kit/statements.ts';
import { percentile } from './policy/sessions.ts';
import { admit, world } from '../tests/kit/world.ts';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '60' } } });
const rounds = Number(values.rounds);
const warm = 10;
const bedsWanted = 60;
const documents = 2000;

const ends: (() => unknown)[] = [];
const w = await world({ teardown: (end) => void ends.push(end), fail: (message) => { throw new Error(message); } });
const { prisma } = w.hospital.database;

const taken = await prisma.bed.findMany({ where: { wardCode: 'CARD1' } });
for (let at = 1; taken.length + at <= bedsWanted; at++) await prisma.bed.create({ data: { code: `CARD1/B${at}`, wardCode: 'CARD1', number: `B${at}` } });
const lying = new Set((await prisma.visit.findMany({ where: { wardCode: 'CARD1', dischargedAt: null } })).map(({ bed }) => bed));
for (const { number: bed } of await prisma.bed.findMany({ where: { wardCode: 'CARD1', state: 'open' } })) {
  if (lying.has(bed)) continue;
  await admit(w, { event: 'A01', patient: { id: `BN-${bed}`, name: '周一鸣', sex: 'M', birth: '19600101' }, visit: { number: `ZY-BN-${bed}`, ward: 'CARD1', department: 'CARD', bed, attending: { number: '1001', name: '李静' }, nurse: { number: '1004', name: '周敏' } } });
}
const { id: patientId } = await prisma.patient.findUniqueOrThrow({ where: { number: 'P000001' } });
const { id: visitId } = await prisma.visit.findFirstOrThrow({ where: { number: 'ZY26110001' } });
// One as it is told, the others like it.
const about = { patientId, visitId, stamp: '1 1', sender: { application: 'EMR', facility: 'QH' }, arrival: 'bench' };
await receiving(w.hospital.database, w.now(), async (context) => void await applyDocument(w.hospital.seal)(context, about, { kind: 'document', number: 'BN', shelf: 'record', type: { id: 'C0035', text: '日常病程记录' }, title: '日常病程记录', author: { number: '1001', name: '李静' }, writtenAt: w.now().toISOString(), content: { mediaType: 'text/plain', text: '病情平稳。' } }));
const told = await prisma.document.findFirstOrThrow({ where: { number: 'BN' } });
const same = JSON.parse(JSON.stringify(told, (_key, value: unknown) => value ?? undefined)) as Prisma.DocumentCreateManyInput;
await prisma.document.createMany({ data: Array.from({ length: documents - 1 }, (_, at) => ({ ...same, id: newId(w.now().getTime() - at), number: `BN${at}`, title: `日常病程记录 ${at}`, writtenAt: new Date(w.now().getTime() - (at + 1) * 600_000) })) });
await w.settle();

const nurse = await w.signIn('1004');
const doctor = await w.signIn('1001');
const seen = async (api: typeof nurse, path: string): Promise<Record<string, unknown>> => {
  const { status, data } = await api('GET', path);
  if (status !== 200) throw new Error(`${path}: ${status}`);
  return data as Record<string, unknown>;
};
const ways: Readonly<Record<string, () => Promise<unknown>>> = {
  'beds': () => seen(nurse, '/beds/wards/CARD1'),
  'beds, plain': async () => JSON.stringify([await prisma.bed.findMany({ where: { wardCode: 'CARD1' } }), await prisma.visit.findMany({ where: { wardCode: 'CARD1', dischargedAt: null }, include: { patient: true } })]),
  'patient and documents': async () => [await seen(doctor, `/patients/${patientId}`), await seen(doctor, `/patients/${patientId}/documents?shelf=record&visitId=${visitId}&limit=200`)],
  'patient and documents, plain': async () => JSON.stringify([await prisma.patient.findUnique({ where: { id: patientId }, include: { visits: true } }), await prisma.document.findMany({ where: { patientId, visitId, shelf: 'record' }, orderBy: { writtenAt: 'desc' }, take: 200 })]),
};
const spent = new Map<string, number[]>(Object.keys(ways).map((name) => [name, []]));
for (let round = -warm; round < rounds; round++) {
  for (const [name, way] of Object.entries(ways)) {
    const from = performance.now();
    await way();
    if (round >= 0) spent.get(name)?.push(performance.now() - from);
  }
}
const shown = (await seen(nurse, '/beds/wards/CARD1'))['beds'] as readonly unknown[];
console.log(`${cpus().length} cores, load average ${loadavg()[0]?.toFixed(1)}; ${shown.length} beds, ${documents} documents, ${rounds} rounds`);
for (const [name, each] of spent) {
  const sorted = each.toSorted((a, b) => a - b);
  console.log(`${name.padEnd(30)} p50 ${percentile(sorted, 50).toFixed(1)} ms, p99 ${percentile(sorted, 99).toFixed(1)} ms`);
}
for (const end of ends.toReversed()) await end();
