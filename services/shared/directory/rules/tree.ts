/** Departments as a tree, whatever was told: what hangs on nothing or on itself stands at the top. */

export interface TreeRow {
  readonly code: string;
  readonly parentCode: string | null;
}

/** Departments that stand below themselves. */
export function loops(rows: readonly TreeRow[]): Set<string> {
  const parentOf = new Map(rows.map(({ code, parentCode }) => [code, parentCode]));
  const found = new Set<string>();
  for (const { code } of rows) {
    const seen = new Set<string>();
    for (let at: string | null | undefined = code; at !== null && at !== undefined && !seen.has(at); at = parentOf.get(at)) {
      seen.add(at);
      if (parentOf.get(at) === code) found.add(code);
    }
  }
  return found;
}

export type Node<R> = R & { readonly children: Node<R>[] };

export function treeOf<R extends TreeRow>(rows: readonly R[]): Node<R>[] {
  const looped = loops(rows);
  const nodes = new Map<string, Node<R>>(rows.map((row) => [row.code, { ...row, children: [] }]));
  const top: Node<R>[] = [];
  for (const node of nodes.values()) {
    const parent = node.parentCode === null || looped.has(node.code) ? undefined : nodes.get(node.parentCode);
    (parent?.children ?? top).push(node);
  }
  return top;
}
