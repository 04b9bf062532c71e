/** Through the real doors: who looked, who asked who looked, what stands out, anchors and the chain. */
import test from 'ava';
import { type Api, type World, potassium, world } from '../../../tests/kit/world.ts';

type Rows = { items: { who: string; act: string; actName: string; outcome: string; why: string; patients: string[]; place: string }[]; next: string | null };

async function lookedAt(w: World): Promise<{ patient: string }> {
  await w.laboratorySends('CARD1-12', [potassium('7.1')]);
  await w.settle();
  const { prisma } = w.hospital.database;
  const { patientId } = await prisma.criticalValue.findFirstOrThrow();
  return { patient: (await prisma.patient.findUniqueOrThrow({ where: { id: patientId } })).number };
}

const rows = async (api: Api, path: string) => (await api('GET', path)).data as Rows;

test('who looked at a patient: the doctor, the stranger who was refused, and then the auditor', async (t) => {
  const w = await world(t);
  const { patient } = await lookedAt(w);
  const doctor = await w.signIn('1001');
  const { items } = (await doctor('GET', '/tasks')).data as { items: { id: string }[] };
  t.is((await doctor('GET', `/critical-values/${items[0]?.id}`)).status, 200);
  const auditor = await w.signIn('9201');
  const found = await rows(auditor, `/audit/looked?patient=${patient}`);
  t.like(found.items[0], { who: '李静 1001', actName: '查看危急值', outcome: 'allowed', patients: [patient] });
  t.not(found.items[0]?.why, '');
  t.like((await rows(auditor, `/audit/rows?patient=${patient}&staff=9201`)).items[0], { actName: '查询谁看过某患者' }, 'who asks is on record');
  for (const staff of ['1001', '9101', '9102']) t.is((await (await w.signIn(staff))('GET', '/audit/rows')).status, 403, staff);
  t.is((await (await w.signIn('9301'))('GET', `/audit/looked?patient=${patient}`)).status, 200, 'the records office');
  t.is((await auditor('GET', '/audit/looked?patient=none')).status, 404);
});

test('paging meets every row once; an export asks for a second factor; sign-ins have their log', async (t) => {
  const w = await world(t);
  await lookedAt(w);
  const doctor = await w.signIn('1001');
  for (let n = 0; n < 5; n++) await doctor('GET', '/tasks');
  const auditor = await w.signIn('9201');
  const seen: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const page: Rows = await rows(auditor, `/audit/rows?staff=1001&limit=2&cursor=${cursor}`);
    seen.push(...page.items.map(({ place }) => place));
    cursor = page.next;
  }
  t.is(seen.length, 6);
  t.is(new Set(seen).size, 6);
  t.is((await auditor('GET', '/audit/rows?cursor=x')).status, 400);
  const refused = await auditor('POST', '/audit/export', {});
  t.deepEqual([refused.status, refused.error.code], [403, 'core.step-up']);
  t.deepEqual((await rows(auditor, '/audit/rows?signIns=true')).items.map(({ who }) => who), ['秦岚 9201', '李静 1001']);
  const { items } = (await auditor('GET', '/audit/sessions?staff=1001')).data as { items: { who: string }[] };
  t.is(items[0]?.who, '李静 1001');
});

test('what stands out is told to the security administrator once, reviewed, and the chain is whole', async (t) => {
  const w = await world(t, { env: { AUDIT_REFUSED_TIMES: '3' } });
  const stranger = await w.signIn('1101');
  const { prisma } = w.hospital.database;
  const { audit } = w.hospital;
  const actor = { kind: 'staff', id: '1101', name: '赵磊', role: 'doctor', adminRole: undefined, departmentCode: 'NEPH', wardCode: undefined, door: 'http', origin: 'test' } as const;
  for (let n = 0; n < 3; n++) await audit.write(prisma, w.now(), actor, { act: 'critical-values.show', outcome: 'refused', reason: 'core.not-found' });
  for (let n = 0; n < 2; n++) {
    await w.hospital.service.tick('audit.watch');
    await w.settle();
  }
  t.is(await prisma.auditAlert.count(), 1);
  t.is((await w.cards('dingtalk', '9102')).length + (await w.cards('wecom', '9102')).length, 1, 'one card');
  const security = await w.signIn('9102');
  const list = (await security('GET', '/audit/alerts')).data as { items: { id: string; sentence: string; state: string }[] };
  t.regex(list.items[0]?.sentence ?? '', /连续 \d+ 次被拒绝查看/);
  t.is((await stranger('GET', '/audit/alerts')).status, 403);
  t.is((await security('POST', `/audit/alerts/${list.items[0]?.id}/review`, { state: 'explained', note: '会诊前误点' })).status, 200);
  t.is((await security('POST', `/audit/alerts/${list.items[0]?.id}/review`, { state: 'explained', note: '再来一次' })).error.code, 'audit.reviewed-already');
  t.like(await prisma.auditAlert.findFirst(), { state: 'explained', reviewedBy: '9102' });

  await w.hospital.service.tick('audit.anchor');
  t.is(await prisma.auditAnchor.count(), 1);
  const auditor = await w.signIn('9201');
  t.is((await auditor('POST', '/audit/verify', {})).status, 200);
  const progress = async () => ((await auditor('GET', '/audit/chain')).data as { run: { state: string } }).run;
  const until = performance.now() + 30_000;
  let run = await progress();
  while (run.state === 'running' && performance.now() < until) run = await progress();
  t.like(run as object, { state: 'done', verdict: { broken: [], anchors: 2 } });
});
