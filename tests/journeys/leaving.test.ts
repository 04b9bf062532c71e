/** Somebody leaves the hospital in the middle of a night with alerts in hand. */
import test from 'ava';
import { potassium, world } from '../kit/world.ts';

const bed = 'CARD1-12';

test('a doctor leaves: sessions end, an unanswered alert climbs at once, one taken and not treated goes to the duty doctor; back only by an administrator', async (t) => {
  const w = await world(t);
  const { prisma } = w.hospital.database;
  const doctor = await w.signIn('1001');
  const administrator = await w.signIn('9101');

  await w.laboratorySends(bed, [potassium('7.1')]);
  await w.settle();
  const first = await prisma.criticalValue.findFirstOrThrow();
  await w.press('dingtalk', '1001', 'acknowledge');
  t.is((await prisma.criticalValue.findUniqueOrThrow({ where: { id: first.id } })).clinical, 'acknowledged');
  await w.laboratorySends(bed, [{ code: { id: '2339-0', text: '葡萄糖' }, value: '1.1', unit: 'mmol/L', range: '3.9-6.1' }]);
  await w.settle();
  t.is((await w.cards('dingtalk', '1002')).length, 0);

  t.is((await administrator('POST', '/directory/people/leave', { number: '1001' })).status, 200);
  t.true([401, 403].includes((await doctor('GET', '/me')).status));
  await w.settle();
  t.is((await w.cards('dingtalk', '1002')).length, 2, 'both alerts stand on the duty doctor’s phone, without waiting for the ladder');
  const duty = await w.signIn('1002');
  const disposed = await duty('POST', `/critical-values/${first.id}/dispose`, { choices: ['observe'] });
  t.is(disposed.status, 200, JSON.stringify(disposed));

  t.is((await administrator('POST', '/directory/people/leave', { number: '1001' })).error.code, 'directory.already-left');
  t.is((await administrator('POST', '/directory/people/leave', { number: '9101' })).error.code, 'directory.himself');
  t.is((await administrator('POST', '/directory/people/restore', { number: '1001', reason: '返聘' })).status, 200);
  t.true([401, 403].includes((await doctor('GET', '/me')).status), 'the old session stays ended');
  t.is((await (await w.signIn('1001'))('GET', '/me')).status, 200);
});
