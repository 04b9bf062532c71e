/** The hospital's own FHIR server, for a product that comes and reads: what is told stands there and waits. */
import type { FhirResource } from 'fhir/r4.js';
import { SimulatedFhirServer } from '../../../links/fhir/simulated/server.ts';
import { createShelf } from './fhir/shelf.ts';
import { bytesOf } from './fhir/base.ts';
import type { Mouth } from './mouth.ts';

export interface ServedHospital {
  /** Every mouth of it tells the one server. */
  readonly mouth: () => Mouth;
  stop(): Promise<void>;
}

/** What nobody refers to after it was read stands there for so long; it is read each minute. */
const keptMs = 30 * 60_000;
const fleeting: ReadonlySet<FhirResource['resourceType']> = new Set(['Observation', 'DiagnosticReport', 'DocumentReference', 'MedicationAdministration', 'MedicationDispense']);

export async function serveHospital(port: number, now: () => number): Promise<ServedHospital> {
  const server = new SimulatedFhirServer({ now: () => new Date(now()), write: bytesOf });
  const shelf = createShelf();
  const waiting: { readonly name: string; readonly at: number }[] = [];
  await server.listen(port);
  const mouth: Mouth = {
    say: async (fact) => {
      const changed = shelf.file(fact);
      for (const resource of changed) {
        server.put(resource);
        if (fleeting.has(resource.resourceType)) waiting.push({ name: `${resource.resourceType}/${resource.id ?? ''}`, at: now() });
      }
      while ((waiting[0]?.at ?? now()) < now() - keptMs) {
        const { name = '' } = waiting.shift() ?? {};
        server.remove(name);
        shelf.forget(name);
      }
      return { message: changed.map((resource) => JSON.stringify(JSON.parse(bytesOf(resource).toString()), null, 1)).join('\n'), answer: { controlId: fact.sample.controlId ?? '', code: 'AA', reason: '' } };
    },
    close: () => undefined,
  };
  return { mouth: () => mouth, stop: () => server.stop() };
}
