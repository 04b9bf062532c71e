/** Through the key page's door: what the audit was written under is counted, by its version. */
import test from 'ava';
import { world } from '../../../tests/kit/world.ts';

test('audit rows and anchors need the key they were written under', async (t) => {
  const w = await world(t);
  const api = await w.signIn('9102');
  await w.hospital.service.tick('audit.anchor');
  const { prisma } = w.hospital.database;
  const rows = await prisma.audit.count({ where: { mac: { not: null } } });
  const { versions } = (await api('GET', '/keys')).data as { versions: { version: number; bound: { table: string; rows: number }[] }[] };
  const bound = versions.find(({ version }) => version === 1)?.bound ?? [];
  t.true(rows > 0);
  t.is(bound.find(({ table }) => table === 'audit')?.rows, rows);
  t.is(bound.find(({ table }) => table === 'audit_anchor')?.rows, 1);
});
