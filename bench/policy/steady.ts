/**
 * What a decision costs where nobody takes the core away: pairs of person and patient one after another, each asked five
 * times, the fastest counted. On a shared machine this is the figure that says something.
 */
import type { PrismaClient } from '../../prisma/generated/client.ts';
import { findPerson } from '../../services/shared/directory/index.ts';
import { type BenchHospital, patientId } from './hospital.ts';
import { benchScope, detail } from './sessions.ts';

const times = 5;

export async function runSteady(prisma: PrismaClient, hospital: BenchHospital, pairs: number, now: Date): Promise<{ readonly decision: number[]; readonly row: number[] }> {
  const found: { decision: number[]; row: number[] } = { decision: [], row: [] };
  for (let n = 0; n < pairs; n++) {
    const number = Math.floor(Math.random() * hospital.staff);
    const id = patientId((n % 2 === 0 ? (number % 800) + 800 * Math.floor((Math.random() * hospital.patients) / 800) : Math.floor(Math.random() * hospital.patients)) % hospital.patients);
    await prisma.$transaction(async (tx) => {
      const person = await findPerson(tx, String(number));
      if (person === undefined) throw new Error('nobody');
      const viewer = { ...person, id: person.number };
      found.decision.push(await best(() => benchScope.decide(tx, viewer, id, detail, now)));
      found.row.push(await best(() => tx.patient.findUnique({ where: { id } })));
    });
  }
  return found;
}

async function best(work: () => Promise<unknown>): Promise<number> {
  let fastest = Infinity;
  for (let time = 0; time < times; time++) {
    const began = performance.now();
    await work();
    fastest = Math.min(fastest, performance.now() - began);
  }
  return fastest;
}
