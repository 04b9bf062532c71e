/** What a bad message, request or press could have changed. */
import type { World } from '../../kit/world.ts';
import { emulatorAt } from './emulator.ts';

/** Works off what is due, then looks at all of it. */
export async function traces(w: World): Promise<Record<string, unknown>> {
  const { prisma } = w.hospital.database;
  await w.settle();
  const cards = await emulatorAt(w.emulator.origin).cards();
  return {
    values: await prisma.criticalValue.findMany({ select: { id: true, clinical: true, body: true } }),
    facts: await prisma.fact.count(),
    deliveries: await prisma.delivery.count(),
    presses: await prisma.inboxMessage.count({ where: { door: 'press' } }),
    staff: await prisma.staff.count({ where: { active: true } }),
    cards: cards.map(({ message }) => JSON.stringify(message)),
  };
}
