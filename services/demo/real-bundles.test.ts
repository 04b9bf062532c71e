import test from 'ava';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { fhirSender } from '../../tests/kit/fhir-sender.ts';
import { world } from '../../tests/kit/world.ts';
import { bundle, encounter, patient, potassium, report, request } from '../links/fhir/samples.fixtures.ts';
import { DemoLaboratory } from './laboratory.ts';
import { bundleFiles, bundleFolder, bundlesIn } from './real-bundles.ts';

async function dataFolder(t: { teardown(end: () => unknown): void }): Promise<string> {
  const data = await mkdtemp(join(tmpdir(), 'real-'));
  t.teardown(() => rm(data, { recursive: true }));
  return data;
}

test('bundles of a folder are found, packed or not; what is none is passed over', async (t) => {
  const data = await dataFolder(t);
  const folder = bundleFolder(data);
  t.deepEqual(bundleFiles(folder), [], 'no folder');
  await mkdir(join(folder, 'synthea'), { recursive: true });
  await writeFile(join(folder, 'synthea', 'a.json.gz'), gzipSync('{"resourceType":"Bundle","type":"batch"}'));
  await writeFile(join(folder, 'b.json'), '{"resourceType":"Bundle"}');
  await writeFile(join(folder, 'c.json'), '{"resourceType":"Patient"}');
  await writeFile(join(folder, 'd.json'), 'not json');
  await writeFile(join(folder, 'SOURCE.txt'), 'where from');
  const found = [];
  for await (const { file } of bundlesIn(folder)) found.push(file.slice(folder.length + 1));
  t.deepEqual(found, ['b.json', 'synthea/a.json.gz']);
});

test('the replay sends them to the FHIR door; a choice whose files are not there is told as such', async (t) => {
  const w = await world(t);
  const data = await dataFolder(t);
  const { key } = await fhirSender(w, { code: 'replayed' });
  const laboratory = new DemoLaboratory(() => ({ host: '127.0.0.1', port: w.mllpPort, timeoutMs: 5000 }), w.now, { data, fhir: () => ({ url: w.url, key: key.key, secret: key.secret, timeoutMs: 10_000 }) });
  t.deepEqual(laboratory.choices, { present: [], absent: ['mimic', 'mimic-stays', 'eicu-stays', 'eicu', 'simhospital', 'fhir'] });
  await mkdir(bundleFolder(data), { recursive: true });
  await writeFile(join(bundleFolder(data), '1.json.gz'), gzipSync(JSON.stringify(bundle('transaction', [patient(), encounter(), request(), report(), potassium(4.1)], { id: 'real-1' }))));
  await writeFile(join(bundleFolder(data), '2.json'), JSON.stringify(bundle('transaction', [potassium(4.1, { subject: undefined as never, encounter: undefined as never })], { id: 'real-2' })));
  t.deepEqual(laboratory.choices.present, ['fhir']);
  laboratory.start([{ patientNumber: 'P000001', name: '', sex: 'F', birthDate: null }], 10, 200, 'fhir');
  for (const until = performance.now() + 20_000; laboratory.replay.running && performance.now() < until;) await new Promise((resolve) => setTimeout(resolve, 20));
  t.deepEqual(laboratory.replay, { running: false, sent: 2, total: 2, accepted: 1, failed: '' });
  const { prisma } = w.hospital.database;
  t.is(await prisma.patient.count({ where: { number: 'F0001' } }), 1);
  t.is(await prisma.inboxMessage.count({ where: { door: 'fhir', outcome: 'refused' } }), 1, 'kept with its reason');
});
