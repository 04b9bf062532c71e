/** Whatever comes in that should not: the sender hears why or nothing at all, it is on record, and nothing changes. */
import anyTest, { type TestFn } from 'ava';
import { pressXml, sealedGet, sealedPost, settingsFor } from '../../bots/wecom/testing.ts';
import { readAnswers } from '../../services/links/hl7/syntax/answer.ts';
import { send } from '../../services/links/hl7/mllp/client.ts';
import { result } from '../../services/links/hl7/samples.ts';
import { type World, patientIn, potassium, world } from '../kit/world.ts';
import { keyOf } from './support/emulator.ts';
import { traces } from './support/traces.ts';

const test = anyTest as TestFn;

const good = (w: World, controlId: string): string => result({ at: w.now(), controlId, patient: patientIn('CARD1-12'), filler: controlId, items: [potassium('4.1')] }).toString();

/** How each is spoilt, and the reason that the sender and our row must give. */
const spoilt: readonly (readonly [what: string, spoil: (text: string) => string | Buffer, code: 'AA' | 'AE' | 'AR', reason: string])[] = [
  ['no HL7 at all', () => 'GET / HTTP/1.1\r\n\r\n', 'AR', 'header-missing'],
  ['separators twice', (text) => text.replace('MSH|^~\\&|', 'MSH|^^^^|'), 'AR', 'separators-invalid'],
  ['a type nobody takes', (text) => text.replace('ORU^R01^ORU_R01', 'QBP^Q11'), 'AR', 'type-unsupported'],
  ['a version nobody speaks', (text) => text.replace('|2.5.1|', '|9.9|'), 'AR', 'version-unsupported'],
  ['no processing id', (text) => text.replace('|P|2.5.1', '||2.5.1'), 'AR', 'processing-id-unsupported'],
  ['no control id', (text) => text.replace(/BAD-\d+/, ''), 'AE', 'control-id-missing'],
  ['no patient', (text) => text.replace(/PID[^\r]*\r/, ''), 'AE', 'patient-missing'],
  ['a patient without number', (text) => text.replace(/(PID\|1\|\|)[^|]*/, '$1'), 'AE', 'patient-id-missing'],
  ['a report of nothing', (text) => text.replace(/(ORC|OBR|OBX|SPM)[^\r]*\r/g, ''), 'AE', 'results-missing'],
  ['bytes of no character set', (text) => Buffer.concat([Buffer.from(text), Buffer.from([0xff, 0xfe, 0x81, 0xff])]), 'AR', 'bytes-undecodable'],
  ['too large', (text) => `${text}NTE|1||${'x'.repeat(40_000)}\r`, 'AR', 'message-too-large'],
];

test('malformed HL7: AE or AR with a reason, a row with the same reason, and the line goes on working', async (t) => {
  const w = await world(t, { env: { MLLP_MAX_BYTES: '20000' } });
  const target = { host: '127.0.0.1', port: w.mllpPort, timeoutMs: 10_000 };
  const before = await traces(w);
  for (const [serial, [what, spoil, code, reason]] of spoilt.entries()) {
    const message = spoil(good(w, `BAD-${serial}`));
    const [answer] = readAnswers(await send(Buffer.from(message), target));
    t.is(answer?.code, code, what);
    t.not(answer?.reason, '', `${what}: with a reason`);
    const [row] = await w.hospital.database.prisma.inboxMessage.findMany({ where: { outcome: 'refused', reason } });
    t.truthy(row, `${what}: a row that says ${reason}`);
  }
  t.deepEqual(await traces(w), before);
  t.is(await w.sends(Buffer.from(good(w, 'GOOD-1'))), 'AA');
});

test('WeCom callbacks that are not WeCom’s: the same bare refusal for each, and nothing changes', async (t) => {
  const w = await world(t);
  await w.laboratorySends('GSUR1-9', [potassium('7.1')]);
  await w.settle();
  const [card] = await w.cards('wecom', '2001');
  const settings = settingsFor();
  const at = w.now().getTime();
  const xml = pressXml({ FromUserName: 'ZhangWei', TaskId: card === undefined ? '' : keyOf(card as never), CreateTime: String(at / 1000) });
  const call = async ({ method, query, body }: { method: string; query: Readonly<Record<string, string>>; body: Buffer }) => {
    const answer = await fetch(`${w.url}/callbacks/wecom?${new URLSearchParams(query).toString()}`, { method, ...(method === 'GET' ? {} : { body: new Uint8Array(body) }) });
    const { date: _date, ...headers } = Object.fromEntries(answer.headers);
    return { status: answer.status, headers, body: await answer.text() };
  };
  const proper = () => sealedPost(settings, xml, { at });
  const other = settingsFor(undefined, { aesKey: 'zyxwvutsrqponmlkjihgfedcba0123456789ABCDEFG' });
  const requests = {
    'forged signature': sealedPost(settings, xml, { at, token: 'not-the-token' }),
    'another key': sealedPost(other, xml, { at }),
    'another receiver': sealedPost(settings, xml, { at, receiveId: 'wwsomebodyelse00001' }),
    'another company inside': sealedPost(settings, pressXml({ ToUserName: 'wwsomebodyelse00001' }), { at }),
    'another app inside': sealedPost(settings, pressXml({ AgentID: '1000009' }), { at }),
    'ten minutes old': sealedPost(settings, xml, { at: at - 600_000 }),
    'ten minutes ahead': sealedPost(settings, xml, { at: at + 600_000 }),
    'not encrypted': { ...proper(), body: Buffer.from(xml) },
    'not encrypted, not signed': { method: 'POST', query: {}, body: Buffer.from(xml) },
    'nothing in it': { ...proper(), body: Buffer.alloc(0) },
    'no XML': { ...proper(), body: Buffer.from('{"Encrypt":"x"}') },
    'a document type': { ...proper(), body: Buffer.from(`<!DOCTYPE xml [<!ENTITY x "y">]>${proper().body.toString()}`) },
    'too large': { ...proper(), body: Buffer.alloc(200_000, 0x20) },
    'a message as address check': sealedGet(settings, xml, { at }),
    'another method': { ...proper(), method: 'PUT' },
  };
  const before = await traces(w);
  const answers = new Map<string, unknown>();
  for (const [what, request] of Object.entries(requests)) answers.set(what, await call(request));
  const bare = answers.get('forged signature');
  t.like(bare, { status: 403, body: '' });
  for (const [what, answer] of answers) t.deepEqual(answer, bare, what);
  t.deepEqual(await traces(w), before);

  const once = proper();
  t.is((await call(once)).status, 200, 'the same request, properly made, is heard');
  await w.settle();
  const after = await traces(w);
  t.not(after['facts'], before['facts']);
  t.deepEqual(await call(once), bare, 'and refused when somebody repeats it');
  t.deepEqual(await traces(w), after);
});

test('DingTalk’s HTTP callback without a good signature is refused, and nothing changes', async (t) => {
  const w = await world(t);
  await w.laboratorySends('CARD1-12', [potassium('7.1')]);
  await w.settle();
  const [card] = await w.cards('dingtalk', '1001');
  const body = JSON.stringify({ outTrackId: card === undefined ? '' : keyOf(card as never), userId: 'lijing1001', corpId: 'dingemu0000000000000000000001', content: JSON.stringify({ cardPrivateData: { actionIds: ['acknowledge'], params: { button: 'acknowledge', rev: 'x' } } }) });
  const before = await traces(w);
  const stamp = String(w.now().getTime());
  const requests: [Record<string, string>, string][] = [
    [{}, body],
    [{ timestamp: stamp, sign: 'bm90IHRoZSBzaWduYXR1cmU=' }, body],
    [{ timestamp: String(w.now().getTime() - 7_200_000), sign: '' }, body],
    [{ 'x-ddpaas-signature-timestamp': stamp, 'x-ddpaas-signature': 'eA==' }, body],
    [{ timestamp: stamp, sign: 'eA==' }, body.padEnd(200_000, ' ')],
  ];
  for (const [headers, sent] of requests) {
    const answer = await fetch(`${w.url}/callbacks/dingtalk`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: sent });
    t.deepEqual([answer.status, await answer.text()], [401, '{}']);
  }
  t.deepEqual(await traces(w), before);
});
