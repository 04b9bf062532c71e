/** People who may not: unknown, gone, of another role or another department. A clear sentence, a row, and no data. */
import anyTest, { type TestFn } from 'ava';
import { browserAt } from '../kit/browser.ts';
import { potassium, world } from '../kit/world.ts';

const test = anyTest as TestFn;

/** What happens to the person while the card is in her hand, and the sentence she then reads. */
const changes = [
  { what: 'unknown user', platform: 'dingtalk', staff: '1001', bed: 'CARD1-12', sentence: /没有找到您的工号/, reason: 'core.unknown-person' },
  { what: 'unknown user', platform: 'wecom', staff: '2001', bed: 'GSUR1-9', sentence: /没有找到您的工号/, reason: 'core.unknown-person' },
  { what: 'left staff', platform: 'dingtalk', staff: '1101', bed: 'NEPH1-2', sentence: /账号已停用/, reason: 'core.left' },
  { what: 'left staff', platform: 'wecom', staff: '2101', bed: 'NEON1-11', sentence: /账号已停用/, reason: 'core.left' },
] as const;

test('unknown user, left staff: pressing and typing are answered with a sentence, a row, and no data', async (t) => {
  const w = await world(t);
  const { prisma } = w.hospital.database;
  for (const { bed } of changes) await w.laboratorySends(bed, [potassium('7.6')]);
  await w.settle();
  for (const { what, staff } of changes) {
    if (what === 'unknown user') await prisma.staffAccount.deleteMany({ where: { staffNumber: staff } });
    else await prisma.staff.update({ where: { number: staff }, data: { active: false } });
  }
  const before = await prisma.criticalValue.findMany();
  for (const { what, platform, staff, sentence, reason } of changes) {
    const pressed = await w.press(platform, staff, 'acknowledge');
    t.regex(JSON.stringify([pressed, await w.inbox(platform, staff)]), sentence, `${what}, ${platform}`);
    const said = (await w.say(platform, staff, '待办')).filter(({ kind }) => kind !== 'mine').map(({ text }) => text).join();
    t.regex(said, sentence);
    t.notRegex(said, /床/, 'no patient');
    const rows = await prisma.audit.findMany({ where: { outcome: 'refused', reason }, orderBy: { id: 'desc' }, take: 2 });
    t.deepEqual(rows.map(({ actor, act }) => [actor, act]), [['stranger', 'chat.line'], ['stranger', 'chat.press']]);
  }
  t.deepEqual(await prisma.criticalValue.findMany(), before);
});

test('wrong role: who may not treat is told so, and it is on record', async (t) => {
  const w = await world(t);
  const { prisma } = w.hospital.database;
  await w.laboratorySends('CARD1-12', [potassium('7.1')]);
  await w.settle();
  await w.press('dingtalk', '1001', 'acknowledge');
  // The directory corrects her role while the card with the form is in her hand.
  await prisma.staff.update({ where: { number: '1001' }, data: { role: 'nurse' } });
  const pressed = await w.press('dingtalk', '1001', 'dispose', { choice: 'order-given' });
  t.is((await prisma.criticalValue.findFirstOrThrow()).clinical, 'acknowledged');
  t.regex(JSON.stringify([pressed, await w.inbox('dingtalk', '1001')]), /您不是这位患者的经管人员，不能处理这条危急值/);
  const [row] = await prisma.audit.findMany({ where: { outcome: 'refused' } });
  t.like(row, { actor: 'staff:1001', act: 'critical-values.dispose', reason: 'critical-values.not-yours' });
});

test('pages: no session 401, no header 403, another department’s value 404 with a row, somebody who left nothing', async (t) => {
  const w = await world(t);
  const { prisma } = w.hospital.database;
  await w.laboratorySends('CARD1-12', [potassium('7.1')]);
  await w.settle();
  const { id } = await prisma.criticalValue.findFirstOrThrow();
  const routes = [['GET', '/tasks'], ['GET', '/critical-values'], ['GET', `/critical-values/${id}`], ['POST', `/critical-values/${id}/acknowledge`]] as const;
  for (const [method, path] of routes) {
    for (const cookie of ['', 'wardline=forged-value-of-a-session', `wardline=${'A'.repeat(43)}`]) {
      const answer = await browserAt(w.url, () => w.now().getTime(), { cookie }).call(method, path, method === 'POST' ? {} : undefined);
      t.is(answer.status, 401, `${method} ${path}`);
      t.deepEqual(Object.keys(answer).toSorted(), ['error', 'status']);
    }
  }

  const own = await w.signIn('1001');
  t.is((await own('GET', `/critical-values/${id}`)).status, 200);
  const bare = await browserAt(w.url, () => w.now().getTime(), { cookie: own.cookie, 'x-wardline': '' }).call('POST', `/critical-values/${id}/acknowledge`, {});
  t.is(bare.status, 403, 'without our page’s header');
  t.is((await prisma.criticalValue.findFirstOrThrow()).clinical, 'open');

  const strange = await w.signIn('1101');
  const looked = await strange('GET', `/critical-values/${id}`);
  const missing = await strange('GET', '/critical-values/01a1fcc5-050a-707c-8661-42157bd2e154');
  t.is(looked.status, 404);
  t.deepEqual([looked.error, looked.data], [missing.error, missing.data], 'what is not theirs looks like what is not there');
  t.is(await prisma.audit.count({ where: { actor: 'staff:1101', act: 'critical-values.show', subject: id, outcome: 'refused' } }), 1);
  const pressed = await strange('POST', `/critical-values/${id}/acknowledge`, {});
  t.true([403, 404].includes(pressed.status));
  t.is((await prisma.criticalValue.findFirstOrThrow()).clinical, 'open');
  t.is(((await strange('GET', '/critical-values')).data as { total: number }).total, 0);

  await prisma.staff.update({ where: { number: '1001' }, data: { active: false } });
  const left = await own('GET', `/critical-values/${id}`);
  t.true([401, 403].includes(left.status));
  t.is(left.error.code, 'core.left');
});
