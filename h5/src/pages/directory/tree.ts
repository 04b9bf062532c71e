/** Departments as a tree for the page; what hangs on nothing stands at the top. */
import type { DepartmentLine } from '../../../../services/shared/directory/schema.ts';

export type DepartmentNode = DepartmentLine & { children: DepartmentNode[] };

export function departmentTree(rows: readonly DepartmentLine[]): DepartmentNode[] {
  const nodes = new Map(rows.map((row): [string, DepartmentNode] => [row.code, { ...row, children: [] }]));
  const top: DepartmentNode[] = [];
  for (const node of nodes.values()) {
    const parent = node.parentCode === null || isAbove(nodes, node.code, node.parentCode) ? undefined : nodes.get(node.parentCode);
    (parent?.children ?? top).push(node);
  }
  return top;
}

/** Does `code` stand above `below` already? Then the two would turn in a circle. */
function isAbove(nodes: ReadonlyMap<string, DepartmentNode>, code: string, below: string): boolean {
  const seen = new Set<string>();
  for (let at: string | null | undefined = below; at !== null && at !== undefined && !seen.has(at); at = nodes.get(at)?.parentCode) {
    if (at === code) return true;
    seen.add(at);
  }
  return false;
}
