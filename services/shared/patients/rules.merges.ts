/** Which of several numbers is the person's. Pure. */
import type { Stamp } from '../../core/registers.ts';

/** A number's row: into which it was merged, as said last, and when that was said. */
export interface MergeNode {
  readonly id: string;
  readonly mergedId: string | null;
  readonly stamp: Stamp;
}

/** The person's row of each: the end of its chain. Where numbers go round in a circle, the word that was said first gives way. */
export function personsOf(nodes: readonly MergeNode[]): Map<string, string> {
  const next = new Map(nodes.map((node) => [node.id, node]));
  const broken = new Set<string>();
  const endOf = (id: string): string => {
    const path: MergeNode[] = [];
    for (let at = next.get(id); ; at = next.get(at?.mergedId ?? '')) {
      if (at === undefined) return path.at(-1)?.mergedId ?? id;
      const begin = path.indexOf(at);
      if (begin >= 0) {
        const oldest = path.slice(begin).reduce((one, other) => (other.stamp < one.stamp || (other.stamp === one.stamp && other.id < one.id) ? other : one));
        broken.add(oldest.id);
        return endOf(id);
      }
      if (at.mergedId === null || broken.has(at.id)) return at.id;
      path.push(at);
    }
  };
  return new Map(nodes.map(({ id }) => [id, endOf(id)]));
}
