/**
 * A FHIR server as the master of the directory, for hospitals whose HIS tells its departments, wards and staff in FHIR:
 * Organization, Location, PractitionerRole. Named `his`, because it stands where HIS stands; what does not fit (no
 * number, no such department, one person in two roles) waits for a person, as of every source.
 */
import type { FhirServer } from '../../links/fhir/port.ts';
import { directoryTypes, neededBy, rowOf } from '../../links/fhir/schema.directory.ts';
import type { DirectoryPage, DirectorySource } from '../../links/his/port.ts';
import { readTold } from '../../links/his/schema.ts';
import { z } from 'zod';

/** Which type is being read, at the server's own page link, how many came already. */
const place = z.object({ type: z.int().min(0).max(directoryTypes.length - 1), link: z.string().nullable(), seen: z.int() });

/** Everything there is, not what changed: who is not told any more has vanished. */
const beginning = new Date(0);

type Resource = Readonly<Record<string, unknown>>;
const nameOf = (resource: Resource): string => `${String(resource['resourceType'])}/${String(resource['id'])}`;

export function fhirDirectory(server: FhirServer): DirectorySource {
  return {
    name: 'his',
    kinds: ['department', 'ward', 'staff'],
    page: async (cursor) => {
      const { type: at, link, seen } = cursor === undefined ? { type: 0, link: null, seen: 0 } : place.parse(JSON.parse(cursor));
      const [type, along] = directoryTypes[at] ?? directoryTypes[0];
      const page = link === null ? await server.changed(type, beginning, along) : await server.page(link);
      const known = new Map<string, Resource>([...page.included, ...page.matches].map((each) => [nameOf(each), each]));
      // Servers that do not send along what they were asked to are asked for each.
      for (const name of new Set(page.matches.flatMap(neededBy))) {
        if (known.has(name)) continue;
        const [ofType = '', id = ''] = name.split('/');
        const found = await server.read(ofType, id);
        if (found !== undefined) known.set(name, found);
      }
      const rows = page.matches.flatMap((resource, index) => {
        const told = rowOf(resource, (name) => known.get(name));
        return told === undefined ? [] : [readTold(told.kind, told.row, `${type} ${seen + index + 1}`)];
      });
      const next = page.next !== undefined ? { type: at, link: page.next, seen: seen + page.matches.length } : at + 1 < directoryTypes.length ? { type: at + 1, link: null, seen: 0 } : undefined;
      return { rows, next: next === undefined ? undefined : JSON.stringify(next) } satisfies DirectoryPage;
    },
  };
}
