import test from 'ava';
import { testTrail } from '../../kit/audit.ts';
import { testDatabase } from '../../kit/database.ts';
import { type StaffActor, actorKey } from '../../../services/core/access.ts';
import { silentLog } from '../../../services/core/log.ts';
import { createMetrics } from '../../../services/core/metrics.ts';
import { createService } from '../../../services/core/service.ts';
import { currentAnnouncement, publishAnnouncement } from './actions.ts';
import { announcements } from './index.ts';

const someone = (id: string, role: string): StaffActor => ({ kind: 'staff', id, name: '', role, adminRole: undefined, departmentCode: 'IT', wardCode: undefined, door: 'http', origin: 'desk:test' });
const administrator = someone('9001', 'administrator');
const nurse = someone('2001', 'nurse');

test('an administrator publishes, everybody reads until it is over, nobody else publishes', async (t) => {
  const { database, dispose } = await testDatabase();
  const clock = { now: new Date('2026-11-21T02:14:00Z') };
  const service = await createService({ modules: [announcements], database, audit: testTrail, now: () => clock.now, log: silentLog, metrics: createMetrics() });
  t.teardown(async () => {
    await service.stop();
    await dispose();
  });
  const { corridor } = service;
  const draft = { text: '今晚停水', until: '2026-11-21T12:00:00Z' };

  await t.throwsAsync(corridor.run(nurse, publishAnnouncement, draft), { message: 'core.not-allowed' });
  t.deepEqual(await corridor.ask(nurse, currentAnnouncement, {}), { text: null });
  await corridor.run(administrator, publishAnnouncement, draft);
  t.deepEqual(await corridor.ask(nurse, currentAnnouncement, {}), { text: '今晚停水' });
  clock.now = new Date('2026-11-21T12:00:00Z');
  t.deepEqual(await corridor.ask(nurse, currentAnnouncement, {}), { text: null });

  t.like(await database.prisma.fact.findFirst(), { name: 'announcements.published', actor: actorKey(administrator) });
  const audit = await database.prisma.audit.findMany({ orderBy: { id: 'asc' } });
  t.deepEqual(audit.map(({ actor, outcome }) => `${actor} ${outcome}`), ['staff:2001 refused', 'staff:9001 allowed']);
});
