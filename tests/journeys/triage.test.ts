/** IT's morning: a message with a ward nobody knows, one that was refused; mended at the desk, and the patient lies where she lies. */
import test from 'ava';
import { admit, world } from '../kit/world.ts';

test('a message with an unknown ward waits, is mapped and tried again, and the patient lies in the right ward; a refused one is seen', async (t) => {
  const w = await world(t);
  const { prisma } = w.hospital.database;
  t.is(await admit(w, { event: 'A01', controlId: 'M-1', patient: { id: 'P777', name: '钱多' }, visit: { number: 'V777', ward: 'BQ-7', bed: '5' } }), 'AA');
  t.not(await w.sends(Buffer.from('MSH|^~\\&|PACS|RAD|W|H|20261119220000||QRY^A19|ODD-1|P|2.4\r')), 'AA');
  const wardOf = async () => (await prisma.visit.findFirst({ where: { number: 'V777' } }))?.wardCode;
  t.is(await wardOf(), 'BQ-7');

  const it = await w.signIn('9101');
  const refused = await it('GET', '/intake/matters?tab=refused');
  t.like((refused['data'] as { matters: unknown[] }).matters[0], { controlId: 'ODD-1', sender: 'PACS|RAD', reason: 'type-unsupported' });

  const { codes: [row] } = (await it('GET', '/intake/codes?kind=ward'))['data'] as { codes: { id: string; code: string; sender: string; messages: number }[] };
  t.like(row, { code: 'BQ-7', messages: 1 });
  t.is((await it('POST', '/codes', { kind: 'ward', sender: row?.sender, foreign: 'BQ-7', ours: 'CARD1' })).status, 200);
  t.like((await it('POST', '/intake/try-cause', { code: row?.id }))['data'], { tried: 1, solved: 1, next: null });
  t.is(await wardOf(), 'CARD1');
  t.deepEqual(((await it('GET', '/intake/codes?kind=ward'))['data'] as { codes: unknown[] }).codes, []);

  const nurse = await w.signIn('2001');
  for (const path of ['/intake/matters?tab=refused', '/intake/codes', '/codes']) t.is((await nurse('GET', path)).status, 403, path);
  const acts = await prisma.audit.findMany({ where: { actor: 'staff:9101', act: { in: ['codes.save', 'intake.try-again', 'intake.try-cause'] } } });
  t.deepEqual(acts.map(({ act }) => act).toSorted(), ['codes.save', 'intake.try-again', 'intake.try-cause']);
});
