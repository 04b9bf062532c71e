/** A document that a message names by address alone: fetched, shown as if it had been sent; what cannot be had waits at the desk and is had later. */
import test from 'ava';
import { file, simulatedOriginals } from '../../services/links/originals/simulator.ts';
import type { FhirResource } from 'fhir/r4.js';
import { fhirSender } from '../kit/fhir-sender.ts';
import { type Api, world } from '../kit/world.ts';

type Row = Readonly<Record<string, unknown>>;

const waiting = async (api: Api) => ((await api('GET', '/intake/matters?tab=unmatched')).data as { matters: { reason: string; arrival: string; id: string }[] }).matters.filter(({ reason }) => reason.startsWith('content-'));

test('a record by address is fetched and read; one that is not there waits, is tried again, and is there; one of another host is never asked for', async (t) => {
  const source = await simulatedOriginals();
  t.teardown(() => source.stop());
  const w = await world(t, { env: { DOCUMENT_SOURCE_HOSTS: `127.0.0.1:${source.port}`, DOCUMENT_SOURCE_NETWORKS: '127.0.0.1/32', DOCUMENT_SOURCE_TIMEOUT_MS: '2000' } });
  const { prisma } = w.hospital.database;
  const mdm = (id: string, url: string, more = '') => w.sends(Buffer.from(`MSH|^~\\&|EMR|QH|W|H|2026111922${id}||MDM^T02|FC-${id}|P|2.5.1\rEVN|T02|20261119220000\rPID|1||P000001^^^HIS^MR||王德顺\rPV1|1|I|CARD1^^12||||||||||||||||ZY26110001\rTXA|1|C0034^入院记录|TX|20261119213000|1001^李静||||1001^李静|||FC-${more === '' ? id : more}|||||LA\rOBX|1|RP|C0034^入院记录||${url}^^text^plain||||||F\r`));
  source.answer('/1', file('text/plain; charset=gb18030', Buffer.from('a1bed6f7cbdfa1bfd0d8cdb4', 'hex')));
  t.is(await mdm('01', `${source.url}/1`), 'AA');
  await w.settle();
  const [doctor, desk] = [await w.signIn('1001'), await w.signIn('9101')];
  const { id: patientId } = await prisma.patient.findUniqueOrThrow({ where: { number: 'P000001' } });
  const documentOf = async (number: string): Promise<Row> => {
    const { id } = await prisma.document.findFirstOrThrow({ where: { number } });
    return (await doctor('GET', `/patients/${patientId}/documents/${id}/reading`)).data as Row;
  };
  t.like(await documentOf('FC-01'), { form: 'words', blocks: [{ title: '主诉', lines: ['胸痛'] }] });
  t.is(((await documentOf('FC-01'))['contents'] as Row[]).length, 1, 'the address is no version beside it');
  t.is(source.asked.length, 1);
  t.is(await mdm('02', `${source.url}/1`, '01'), 'AA');
  await w.settle();
  t.is(((await documentOf('FC-01'))['contents'] as Row[]).length, 1, 'told again, the same content');

  source.answer('/3', file('text/html', '<html>请登录</html>'));
  t.is(await mdm('03', `${source.url}/3`), 'AA', 'taken: its content is another matter');
  t.is(await mdm('04', 'http://elsewhere.example/4'), 'AA');
  await w.settle();
  t.deepEqual((await waiting(desk)).map(({ reason }) => reason).toSorted(), ['content-host-unlisted', 'content-wrong-type']);
  t.like(await documentOf('FC-03'), { form: 'elsewhere' });
  const again = async () => {
    const { key: arrival } = await prisma.inboxMessage.findFirstOrThrow({ where: { key: { contains: 'FC-03' } } });
    t.is((await desk('POST', '/intake/try-again', { arrival })).status, 200);
    await w.settle();
  };
  await again();
  t.deepEqual((await waiting(desk)).map(({ reason }) => reason).toSorted(), ['content-host-unlisted', 'content-wrong-type'], 'still not to be had');
  source.answer('/3', file('text/plain', '【主诉】气促'));
  await again();
  t.deepEqual((await waiting(desk)).map(({ reason }) => reason), ['content-host-unlisted']);
  t.like(await documentOf('FC-03'), { form: 'words', blocks: [{ title: '主诉', lines: ['气促'] }] });
});

const documentAt = (id: string, url: string): FhirResource => ({
  resourceType: 'DocumentReference', id, masterIdentifier: { value: `FD-${id}` }, status: 'current', docStatus: 'final', type: { coding: [{ code: 'C0034' }], text: '入院记录' }, subject: { type: 'Patient', identifier: { type: { coding: [{ code: 'MR' }] }, value: 'P000001' } },
  date: '2026-11-19T21:00:00+08:00', author: [{ type: 'Practitioner', identifier: { value: '1001' } }], content: [{ attachment: { contentType: 'text/plain', url } }], context: { encounter: [{ type: 'Encounter', identifier: { type: { coding: [{ code: 'VN' }] }, value: 'ZY26110001' } }] },
});

test('FHIR through the whole door: an attachment and a Binary by address are fetched with the server’s token and read', async (t) => {
  const source = await simulatedOriginals();
  t.teardown(() => source.stop());
  const w = await world(t, { env: { FHIR_BASE_URL: `${source.url}/fhir`, FHIR_TOKEN: 'a-token', DOCUMENT_SOURCE_HOSTS: `127.0.0.1:${source.port}`, DOCUMENT_SOURCE_NETWORKS: '127.0.0.1/32', DOCUMENT_SOURCE_TIMEOUT_MS: '2000' } });
  const fhir = await fhirSender(w, { code: 'emr-doc' });
  source.answer('/files/1', file('text/plain', '【主诉】胸闷'));
  source.answer('/fhir/Binary/b2', file('application/fhir+json', JSON.stringify({ resourceType: 'Binary', id: 'b2', contentType: 'text/plain', data: Buffer.from('【主诉】心悸').toString('base64') })));
  for (const [id, url] of [['d1', `${source.url}/files/1`], ['d2', 'Binary/b2'], ['d3', 'http://elsewhere.example/3']] as const) {
    const answer = await fhir.send('POST', '/DocumentReference', JSON.stringify(documentAt(id, url)));
    t.is(answer.status, 201, answer.text);
  }
  await w.settle();
  const { prisma } = w.hospital.database;
  const [doctor, desk] = [await w.signIn('1001'), await w.signIn('9101')];
  const { id: patientId } = await prisma.patient.findUniqueOrThrow({ where: { number: 'P000001' } });
  const reading = async (number: string): Promise<Row> => {
    const { id } = await prisma.document.findFirstOrThrow({ where: { number } });
    return (await doctor('GET', `/patients/${patientId}/documents/${id}/reading`)).data as Row;
  };
  t.like(await reading('FD-d1'), { form: 'words', blocks: [{ title: '主诉', lines: ['胸闷'] }] });
  t.like(await reading('FD-d2'), { form: 'words', blocks: [{ title: '主诉', lines: ['心悸'] }] });
  t.like(await reading('FD-d3'), { form: 'elsewhere' });
  t.deepEqual((await waiting(desk)).map(({ reason }) => reason), ['content-host-unlisted']);
});
