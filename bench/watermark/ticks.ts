/** What processes took of the processor, browsers too. */
import { readdirSync, readFileSync } from 'node:fs';

/** Ticks of the processor of a process and all that descend from it (proc(5): the 14th to 17th field, a hundredth of a second each). */
export function ticksOf(root: number | undefined): number {
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((name) => {
    try {
      const fields = readFileSync(`/proc/${name}/stat`, 'latin1').replace(/^.*\) /s, '').split(' ');
      return [{ id: Number(name), parent: Number(fields[1]), ticks: [11, 12, 13, 14].reduce((sum, at) => sum + Number(fields[at]), 0) }];
    } catch {
      // It ended meanwhile.
      return [];
    }
  });
  const sum = (id: number): number => all.filter(({ parent }) => parent === id).reduce((total, child) => total + sum(child.id), all.find((one) => one.id === id)?.ticks ?? 0);
  return root === undefined ? 0 : sum(root);
}
