import test from 'ava';
import { z } from 'zod';
import { testTrail } from '../../tests/kit/audit.ts';
import { testDatabase } from '../../tests/kit/database.ts';
import { type Actor, type StaffActor, byRole, linkActor, systemActor } from './access.ts';
import { silentLog } from './log.ts';
import { createMetrics } from './metrics.ts';
import { defineAction, defineFlow, defineModule, defineQuery } from './module.ts';
import { createService } from './service.ts';

const now = new Date('2026-11-21T02:14:00Z');
const minutesAgo = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
const at = (steppedUpAt: Date | undefined): StaffActor => ({
  kind: 'staff', id: '1001', name: '李静', role: 'doctor', adminRole: undefined, departmentCode: 'CARD', wardCode: undefined, door: 'http', origin: 'desk:test',
  session: { id: 'digest', terminal: 'desk', address: '10.1.2.3', steppedUpAt },
});
const nothing = { input: z.object({}), output: z.void(), body: async () => undefined };

test('what asks for a second factor asks at every kind of act, at the page and in the chat, and no machine', async (t) => {
  const base = await testDatabase();
  const policy = (actor: Actor) => (actor.kind === 'staff' ? byRole('doctor')(actor, {}, { tx: base.database.prisma, now }) : ({ allow: true, by: 'machine' }) as const);
  const act = defineAction({ name: 'vault.open', ...nothing, policy, stepUp: true });
  const look = defineQuery({ name: 'vault.look', ...nothing, policy, audited: true, stepUp: true });
  const flow = defineFlow({ name: 'vault.carry', ...nothing, policy, audited: true, stepUp: true });
  const module = defineModule({ name: 'vault', actions: [act], queries: [look], flows: [flow] });
  const service = await createService({ modules: [module], database: base.database, audit: testTrail, now: () => now, log: silentLog, metrics: createMetrics(), stepUpMs: 5 * 60_000 });
  t.teardown(async () => { await service.stop(); await base.dispose(); });
  const ways: readonly ((actor: Actor) => Promise<unknown>)[] = [(actor) => service.corridor.run(actor, act, {}), (actor) => service.corridor.ask(actor, look, {}), (actor) => service.corridor.follow(actor, flow, {})];

  for (const way of ways) {
    await t.throwsAsync(way(at(undefined)), { message: 'core.step-up' });
    await t.throwsAsync(way(at(minutesAgo(5.1))), { message: 'core.step-up' });
    await t.notThrowsAsync(way(at(minutesAgo(4.9))));
    await t.throwsAsync(way({ ...at(undefined), session: undefined, door: 'chat' }), { message: 'core.step-up-on-page' });
    await t.throwsAsync(way({ ...at(undefined), role: 'nurse' }), { message: 'core.not-allowed' }, 'nobody is asked for what they may not do');
    await t.notThrowsAsync(way(systemActor));
    await t.notThrowsAsync(way(linkActor('lis')));
  }
  t.is(await base.database.prisma.audit.count({ where: { reason: 'core.step-up', outcome: 'refused' } }), 6);
});
