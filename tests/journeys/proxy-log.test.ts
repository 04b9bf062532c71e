/** A gateway in the hospital's DMZ ends TLS and logs. What stands in its log of a doctor's whole session? */
import test from 'ava';
import { identityOf, patients } from '../../prisma/demo/hospital.ts';
import { browserAt } from '../kit/browser.ts';
import { recordingProxy } from '../kit/proxy.ts';
import { type World, potassium, world } from '../kit/world.ts';

type Listed = { items: { id: string }[] };

/** What the pages ask, one after the other, from the sign-in to the signature. */
async function session(w: World, url: string, cryptographyNote: string): Promise<void> {
  const { platform, code } = await w.loginCode('1001');
  const browser = browserAt(url, () => w.now().getTime());
  const asks = async (method: string, path: string, body?: unknown): Promise<never> => {
    const answer = await browser.call(method, path, body);
    if (answer.status !== 200) throw new Error(`${method} ${path}: ${JSON.stringify(answer)}`);
    return answer.data;
  };
  await asks('GET', '/sign-in/options');
  await asks('POST', `/sign-in/${platform}`, { code });
  await asks('GET', '/me');
  await asks('GET', '/tasks');
  const { items } = (await asks('GET', `/critical-values?department=CARD&item=potassium&clinical=open`)) as Listed;
  const id = items[0]?.id ?? '';
  await asks('GET', `/critical-values/${id}`);
  await asks('POST', `/critical-values/${id}/acknowledge`, {});
  await asks('POST', `/critical-values/${id}/dispose`, { choices: ['observe'], note: `已停补钾，复查电解质${cryptographyNote}` });
  await asks('POST', '/signatures/enrol', { pin: '258147' });
  await asks('POST', `/critical-values/${id}/sign`, { pin: '258147' });
  await asks('GET', `/critical-values/${id}`);
  const refused = await browser.call('GET', '/critical-values/i1_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA');
  if (refused.status !== 404) throw new Error('a made-up id');
  await asks('DELETE', '/session', {});
}

/** Sealed texts, cookies and keys: long words of the base64url alphabet, in which any short one turns up by chance. */
const sealed = /[\w-]{40,}(?:\.[\w-]*){0,4}/g;
/** Figures of the transport that may happen to equal a number of ours. */
const transport = /^(?:content-length|date|host|etag|keep-alive|x-request-id):.*$/gim;

for (const cryptography of ['international', 'sm'] as const) {
  test(`${cryptography}: the log of a whole session shows no name, number, id or clinical word`, async (t) => {
    const w = await world(t, { env: { CALLS_CRYPTOGRAPHY: cryptography } });
    await w.laboratorySends('CARD1-12', [potassium('7.131')]);
    await w.settle();
    const proxy = await recordingProxy(t, w.url);
    await session(w, proxy.url, cryptography);

    const log = proxy.log();
    const compact = log.match(sealed) ?? [];
    t.true(compact.length > 25, 'sealed calls and answers went by');
    const headers = compact.filter((text) => text.includes('..')).map((text) => Object.keys(JSON.parse(Buffer.from(text.split('.')[0] ?? '', 'base64url').toString()) as object).toSorted().join());
    t.deepEqual([...new Set(headers)], ['alg,enc,iat,jti,kid'], 'what is not encrypted of a call');

    const [patient] = patients;
    const identity = patient === undefined ? undefined : identityOf(patient);
    const { prisma } = w.hospital.database;
    const rows = await prisma.criticalValue.findFirstOrThrow();
    const long = [patient?.name, patient?.number, patient?.visit, patient?.diagnosis, identity?.idNumber, identity?.phone, '王德顺', '李静', '血钾', '停补钾', '心血管', 'potassium', '7.131', 'mmol/l', '2823-3', 'critical-values', 'acknowledge', 'department', 'observe', '258147', rows.id, rows.patientId].filter((word) => word !== undefined);
    for (const word of long) for (const form of [word, encodeURIComponent(word), JSON.stringify(word).slice(1, -1)]) t.false(log.toLowerCase().includes(form.toLowerCase()), form);
    t.notRegex(log.replaceAll(/"id":"[0-9a-f-]{36}"/g, ''), /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/i, 'no id but the channel’s own');

    const readable = log.replaceAll(sealed, '').replaceAll(transport, '');
    for (const word of ['1001', '1002', 'CARD', 'CARD1', '12床', 'staff', 'doctor', 'patient', 'tasks', 'i1_']) t.false(readable.includes(word), word);
    const addresses = [...new Set(log.match(/(?:GET|POST|PUT|DELETE) \S+(?= HTTP)/g))];
    t.deepEqual(addresses.toSorted(), ['POST /api/call', 'POST /api/channel']);
  });
}
