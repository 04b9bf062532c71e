/** Whom a department, an hour and a source add to the first step: told at once, without holding the ladder up. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import anyTest, { type TestFn } from 'ava';
import { type World, potassium, sharedWorld } from '../kit/world.ts';

const test = anyTest as TestFn<{ w: World }>;
const file = join(mkdtempSync(join(tmpdir(), 'wardline-telling-')), 'telling.json');
writeFileSync(file, JSON.stringify({ rules: [
  { departments: ['CARD'], hours: { from: '17:30', until: '08:00' }, also: ['nurse', 'duty-doctor'] },
  { departments: ['GSUR'], also: ['group'] },
  { departments: ['HEMA'], sources: ['ecg'], also: ['head'] },
  { departments: ['NEPH'], hours: { from: '08:00', until: '17:30' }, also: ['head'] },
] }));
sharedWorld(test, { env: { CRITICAL_VALUES_TELLING_FILE: file } });

async function report(w: World, bed: string): Promise<string> {
  await w.laboratorySends(bed, [potassium('7.1')]);
  await w.settle();
  return (await w.hospital.database.prisma.criticalValue.findFirstOrThrow({ orderBy: { id: 'desc' } })).id;
}

interface Shown { readonly clinical: string; readonly deeds: readonly string[]; readonly timeline: readonly { readonly what: string }[] }

test.serial('at night the responsible nurse and the duty doctor at once beside the responsible doctor; the nurse watches and writes, either doctor takes it, the ladder climbs as ever', async ({ context: { w }, ...t }) => {
  const id = await report(w, 'CARD1-12');
  t.deepEqual(await Promise.all(['1001', '1002', '1004', '1003'].map(async (staff) => (await w.cards('dingtalk', staff)).length)), [1, 1, 1, 0]);
  const nurse = JSON.stringify(await w.card('dingtalk', '1004'));
  t.regex(nurse, /请到床旁查看，并通知医生/u);
  t.notRegex(nurse, /确认收到，我来处理/u);
  const api = await w.signIn('1004');
  const { deeds, timeline } = (await api('GET', `/critical-values/${id}`)).data as Shown;
  t.true(deeds.includes('nurse') && !deeds.includes('acknowledge'), deeds.join());
  t.true(timeline.some(({ what }) => what === '通知管床医生：李医生、王医生、周护士' || what === '通知管床医生：李医生、周护士、王医生'), timeline.map(({ what }) => what).join());
  t.is((await api('POST', `/critical-values/${id}/nurse`, { choices: ['told-doctor'] })).status, 200);
  await w.settle();
  t.regex(JSON.stringify(await w.card('dingtalk', '1004')), /护理已记录/u);
  await w.pass(10);
  t.is((await w.cards('dingtalk', '1003')).length, 1, 'the head at ten minutes as ever');
  await w.press('dingtalk', '1002', 'acknowledge');
  t.is(((await api('GET', `/critical-values/${id}`)).data as Shown).clinical, 'acknowledged');
});

test.serial('the doctor’s no does not wait for the nurse; somebody without an account beside others who have one skips nobody', async ({ context: { w }, ...t }) => {
  await report(w, 'CARD1-3');
  const before = (await w.cards('dingtalk', '1003')).length;
  await w.press('dingtalk', '1001', 'cannot-now', { aside: 'why-rescue' });
  await w.press('dingtalk', '1002', 'cannot-now', { aside: 'why-rescue' });
  const { escalation } = (await w.hospital.database.prisma.criticalValue.findFirstOrThrow({ orderBy: { id: 'desc' } })).body as unknown as { escalation: { step: number } };
  t.true(escalation.step > 1, 'both doctors said no, the nurse was not waited for');
  t.true((await w.cards('dingtalk', '1003')).length >= before);

  await w.hospital.database.prisma.staffAccount.deleteMany({ where: { staffNumber: '1002' } });
  const id = await report(w, 'CARD1-20');
  const { body } = await w.hospital.database.prisma.criticalValue.findUniqueOrThrow({ where: { id } });
  const kept = body as unknown as { escalation: { step: number; told: { lost?: string[] }[] } };
  t.is(kept.escalation.step, 1);
  t.deepEqual(kept.escalation.told[0]?.lost, ['1002'], 'written down, and the responsible doctor has it');
});

test.serial('the group of the surgeon; another hour and another source add nobody', async ({ context: { w }, ...t }) => {
  await report(w, 'GSUR1-9');
  t.deepEqual([(await w.cards('wecom', '2001')).length, (await w.cards('wecom', '2002')).length, (await w.cards('wecom', '2003')).length], [1, 1, 0]);
  await report(w, 'NEPH1-2');
  await report(w, 'HEMA1-1');
  t.deepEqual([(await w.cards('dingtalk', '1103')).length, (await w.cards('dingtalk', '1203')).length], [0, 0]);
});

interface Plan { readonly version: number; readonly isFile: boolean; readonly rules: readonly object[]; readonly history: readonly { readonly version: number; readonly note: string; readonly by: { readonly name: string } | null; readonly rules: readonly object[] }[] }
interface Answer { readonly at: Date | string; readonly beds: number; readonly fits: readonly number[]; readonly told: readonly { readonly role: string; readonly byBed: boolean; readonly people: readonly { readonly name: string }[] }[] }

test.serial('the medical office changes at the desk who is told together: tried first, with a reason, once; the file is where it began and decides no more', async ({ context: { w }, ...t }) => {
  const office = await w.signIn('9001');
  const plan = async (): Promise<Plan> => (await office('GET', '/critical-telling')).data as Plan;
  const begun = await plan();
  t.deepEqual([begun.isFile, begun.version, begun.rules.length, begun.history.length], [true, 0, 4, 0]);
  const rules = [...begun.rules.slice(1), { departments: ['NEPH'], hours: { from: '17:30', until: '08:00' }, also: ['duty-doctor', 'head-nurse'] }];

  const asked = async (more: object): Promise<Answer> => (await office('POST', '/critical-telling/try', { ward: 'NEPH1', clock: '02:00', ...more })).data as Answer;
  const [now, then] = [await asked({}), await asked({ rules })];
  t.deepEqual(now.told.map(({ role }) => role), ['responsible-doctor'], 'as it stands nobody beside at night');
  t.deepEqual([then.fits, then.told.map(({ role, byBed }) => `${role} ${byBed}`)], [[3], ['responsible-doctor true', 'duty-doctor false', 'head-nurse false']]);
  t.true(then.told.slice(0, 2).every(({ people }) => people.length > 0), JSON.stringify(then.told));
  t.is(new Date(then.at).toISOString(), '2026-11-19T18:00:00.000Z', 'the next two o’clock');
  t.is((await office('POST', '/critical-telling/try', { ward: 'NOWHERE' })).error?.code, 'critical-values.telling-ward');

  const change = async (more: object) => (await office('POST', '/critical-telling', { base: 0, rules, note: '肾内科要求夜间同时通知', ...more })).error?.code ?? 'saved';
  t.is(await change({ note: ' ' }), 'core.bad-input');
  t.is(await change({ rules: [{ also: ['head'], departments: ['NONE'] }] }), 'critical-values.telling-department');
  t.is(await change({ rules: [{ also: ['head'], hours: { from: '08:00', until: '08:00' } }] }), 'critical-values.telling-hours');
  t.is(await change({ rules: begun.rules }), 'critical-values.telling-same');
  t.is(await change({}), 'saved');
  t.is(await change({}), 'critical-values.telling-changed', 'from a version that is not the newest');
  const after = await plan();
  t.deepEqual([after.isFile, after.version], [false, 1]);
  t.deepEqual(after.history.map(({ version, by, note }) => [version, by?.name ?? null, note]), [[1, '邓国栋', '肾内科要求夜间同时通知'], [0, null, '']]);
  t.deepEqual(after.history[1]?.rules, begun.rules, 'what the file said stays readable');

  const duty = then.told[1]?.people[0]?.name;
  const id = await report(w, 'NEPH1-2');
  const { timeline } = (await (await w.signIn('9001'))('GET', `/critical-values/${id}`)).data as Shown;
  const told = timeline.find(({ what }) => what.startsWith('通知管床医生'))?.what ?? '';
  t.true(told.includes(`${duty?.slice(0, 1)}医生`), told);

  t.is((await (await w.signIn('1001'))('GET', '/critical-telling')).status, 403, 'a doctor of a ward');
  t.is((await (await w.signIn('9101'))('GET', '/critical-telling')).status, 200, 'who runs the system');
});
