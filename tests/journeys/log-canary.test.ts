/** One patient nobody could confuse with another goes through every door, well and badly; the log never names her. */
import { Writable } from 'node:stream';
import test from 'ava';
import { createLog } from '../../services/core/log.ts';
import { result } from '../../services/links/hl7/samples.ts';
import { send } from '../../services/links/hl7/mllp/client.ts';
import { potassium, world } from '../kit/world.ts';

const canary = { name: '金丝雀', number: 'CANARY77', card: '11010519491231002X', phone: '13812345678', street: '鸟笼胡同七号', kin: '画眉鸟' };
/** The patient's number is an id of the hospital's own systems; what must not be there is who she is. */
const never = [canary.name, canary.card, canary.phone, canary.street, canary.kin, '高钾笼中鸟'];

const admission = (at: string, more: readonly string[] = []) =>
  Buffer.from(`${[`MSH|^~\\&|HIS|H|W|H|${at}||ADT^A01|CANARY${at}|P|2.5.1||||||UNICODE UTF-8`, `EVN|A01|${at}`, `PID|1||${canary.number}^^^HIS^MR~${canary.card}^^^GA^NNCHN||${canary.name}||19491231|F|||${canary.street}||${canary.phone}`, `NK1|1|${canary.kin}|MTH^母亲||${canary.phone}`, 'PV1|1|I|CARD1^^31||||1001^李静|||CARD|||||||||V77', ...more].join('\r')}\r`);

test('a canary through every door never stands in the log', async (t) => {
  const lines: string[] = [];
  const to = new Writable({ write: (chunk, _encoding, done) => { lines.push(String(chunk)); done(); } });
  const w = await world(t, { log: createLog('debug', to) });
  const { prisma } = w.hospital.database;

  t.is(await w.sends(admission('20261119220000')), 'AA');
  const report = (value: string) => w.sends(result({ at: w.now(), patient: { id: canary.number, name: canary.name, card: canary.card }, filler: `F${value}`, items: [{ ...potassium(value), note: '高钾笼中鸟' }] }));
  t.is(await report('7.1'), 'AA');
  await w.settle();
  // Refused, cut off, or not HL7 at all.
  t.not(await w.sends(Buffer.from(`MSH|^~\\&|LIS|LAB|W|H|20261119220000||ORU^R01|BADCANARY|P|2.5.1\rPID|1||||${canary.name}\rOBX|1|NM|2823-3||7.1\r`)), 'AA');
  await send(Buffer.from(`${canary.name}|${canary.card}`), { host: '127.0.0.1', port: w.mllpPort, timeoutMs: 2_000 }).catch(() => undefined);

  await w.press('dingtalk', 'lijing1001', 'acknowledge').catch(() => undefined);
  const seen = (await w.cards('dingtalk', 'lijing1001')).length;
  t.true(seen > 0);
  await w.say('dingtalk', 'lijing1001', `查 ${canary.name} ${canary.phone}`);

  const { id } = await prisma.patient.findUniqueOrThrow({ where: { number: canary.number } });
  const doctor = await w.signIn('1001');
  t.is((await doctor('GET', `/patients/${id}/identity`)).status, 200);
  t.like(await doctor('POST', `/patients/${id}/identity/unmask`, { field: 'phone', reason: `找${canary.name}家属` }), { status: 200, data: { value: canary.phone } });
  const stranger = await w.signIn('2001');
  t.is((await stranger('GET', `/patients/${id}/identity`)).status, 404);
  t.is((await stranger('POST', `/patients/${id}/identity/unmask`, { field: 'phone' })).status, 404);
  await doctor('POST', `/patients/${id}/identity/unmask`, { field: canary.card });
  await doctor('POST', '/patients/find', { number: canary.card });
  await doctor('GET', `/patients?text=${encodeURIComponent(canary.name)}`);
  await doctor('POST', '/data-scope/why', { patientId: canary.name });
  const bare = (path: string, body?: string) => fetch(`${w.url}${path}`, { method: body === undefined ? 'GET' : 'POST', ...(body === undefined ? {} : { body, headers: { 'content-type': 'application/json', 'x-wardline': '1' } }) }).then((answer) => answer.text());
  for (const path of [`/api/patients/${encodeURIComponent(canary.name)}`, `/api/patients?text=${canary.phone}`, `/api/${canary.card}`, `/${canary.phone}`]) await bare(path);
  await bare('/api/sign-in/dingtalk', `{"code":"${canary.name}"}`);
  await bare('/callbacks/wecom', `<xml>${canary.name}</xml>`);

  // What breaks inside says so without saying whom.
  await w.laboratory.stop();
  await w.pass(3);
  await prisma.patient.update({ where: { id }, data: { sealedPhone: 'v1.AAAA' } });
  t.is((await doctor('POST', `/patients/${id}/identity/unmask`, { field: 'phone' })).status, 409);
  await prisma.patient.update({ where: { id }, data: { phoneIndex: 'other' } });
  t.is(await w.sends(admission('20261119230000')), 'AA');

  const all = lines.join('');
  t.true(lines.length > 3, 'the log was listened to');
  t.deepEqual(never.filter((word) => all.includes(word)), []);
});
