/** A page of a server as units that are read together. No database, no network. */
import type { Node } from '../../links/fhir/json.ts';
import { partName, partsNamed } from '../../links/fhir/read.ts';

/** What changed, and what came along because it is referred to. */
export interface Unit {
  readonly matches: readonly Node[];
  readonly included: readonly Node[];
}

export const nameOf = (resource: Node): string => `${String(resource['resourceType'])}/${String(resource['id'])}`;

/** Resources of a page that name one another are one unit, every other is one of its own; what came along goes with whoever refers to it. */
export function unitsOf(matches: readonly Node[], included: readonly Node[]): Unit[] {
  const all = [...matches, ...included];
  const root = new Map(all.map((each) => [nameOf(each), nameOf(each)]));
  const top = (name: string): string => {
    const above = root.get(name) ?? name;
    return above === name ? name : top(above);
  };
  for (const each of all) for (const name of partName(each) === undefined ? [] : partsNamed(each)) if (root.has(name)) root.set(top(name), top(nameOf(each)));
  return [...Map.groupBy(matches, (each) => top(nameOf(each)))].map(([name, own]) => {
    const words = JSON.stringify(own);
    return { matches: own, included: included.filter((each) => top(nameOf(each)) === name || words.includes(`"${nameOf(each)}"`)) };
  });
}

/** Named by them and not among them. */
export function lackingIn({ matches, included }: Unit): string[] {
  const all = [...matches, ...included];
  const here = new Set(all.map(nameOf));
  return [...new Set(all.flatMap((each) => (partName(each) === undefined ? [] : partsNamed(each))))].filter((name) => !here.has(name));
}
