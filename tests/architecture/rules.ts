/** Finders: each returns the places that break one rule, in words. */
import { isForTests, unitOf, wrong } from './layers.ts';
import type { Import, Source } from './source.ts';
import { visit } from './source.ts';

type Graph = ReadonlyMap<string, Source>;

export function graphOf(all: readonly Source[]): Graph {
  return new Map(all.map((source) => [source.path, source]));
}

export function forbiddenImports(all: readonly Source[]): string[] {
  return all.flatMap(({ path, imports }) =>
    imports.flatMap((found) => {
      const why = wrong(path, found);
      return why === undefined ? [] : [`${path}:${found.line} → ${found.to}: ${why}`];
    }),
  );
}

/** Imports of files that are not there would hide from every other rule. */
export function strayImports(all: readonly Source[], present: ReadonlySet<string>): string[] {
  const known = (to: string): boolean => present.has(to) || /\.(css|json|js|mjs|svg)$|^prisma\/generated\/|^package\.json$/.test(to);
  return all.flatMap(({ path, imports }) => imports.filter(({ ours, to }) => ours && !known(to)).map(({ to, line }) => `${path}:${line} → ${to}`));
}

/** Files that need each other to load. */
export function cycles(graph: Graph): string[] {
  return circles([...graph.keys()], (path) => runtime(graph.get(path)).map(({ to }) => to).filter((to) => graph.has(to)));
}

/** Modules, links and bots that know each other, were it only by type. Tests may look both ways. */
export function unitCycles(graph: Graph): string[] {
  const edges = new Map<string, Set<string>>();
  for (const { path, imports } of graph.values()) {
    if (isForTests(path)) continue;
    const from = unitOf(path);
    const targets = imports.filter(({ ours, to }) => ours && graph.has(to)).map(({ to }) => unitOf(to)).filter((to) => to !== from);
    edges.set(from, new Set([...(edges.get(from) ?? []), ...targets]));
  }
  return circles([...edges.keys()], (unit) => [...(edges.get(unit) ?? [])]);
}

const runtime = (source: Source | undefined): Import[] => (source?.imports ?? []).filter(({ ours, type }) => ours && !type);

function circles(nodes: readonly string[], next: (node: string) => readonly string[]): string[] {
  const done = new Set<string>();
  const found: string[] = [];
  const path: string[] = [];
  const walk = (node: string): void => {
    const at = path.indexOf(node);
    if (at >= 0) found.push([...path.slice(at), node].join(' → '));
    if (at >= 0 || done.has(node)) return;
    path.push(node);
    for (const target of next(node)) walk(target);
    path.pop();
    done.add(node);
  };
  for (const node of nodes) walk(node);
  return found;
}

/** What a file brings along when it is loaded, itself left out: our files and packages. */
function brings(graph: Graph, start: string): { to: string; by: string }[] {
  const seen = new Map<string, string>();
  const queue = [start];
  for (const path of queue) {
    for (const { to, ours } of graph.get(path)?.imports.filter(({ type }) => !type) ?? []) {
      if (seen.has(to)) continue;
      seen.set(to, path);
      if (ours) queue.push(to);
    }
  }
  return [...seen].map(([to, by]) => ({ to, by }));
}

const pure = /\/(model|rules|events|facts|schema|phrases|limits|units|source)(\.[\w-]+)?\.ts$|\/rules\/|^cards\/|^services\/core\/(errors|phrases|events|registers|name-keys)\.ts$|^services\/links\/statements\/format(\.[\w-]+)?\.ts$|^zod$|^pinyin-pro$/;

/** Rules and models decide without database, network and files: nothing of that is even loaded. */
export function impureRules(graph: Graph): string[] {
  const starts = [...graph.keys()].filter((path) => isDecision(path));
  return starts.flatMap((start) => brings(graph, start).filter(({ to }) => !pure.test(to)).map(({ to, by }) => `${start} loads ${to} (by ${by})`));
}

/** What the pages load of the services goes to every phone: shapes, sentences and cards, nothing else. */
export function leakedToPages(graph: Graph): string[] {
  const starts = [...graph.values()].filter(({ path }) => path.startsWith('h5/') && !isForTests(path));
  const fine = /^h5\/|^cards\/|\/(schema|phrases|model)(\.[\w-]+)?\.ts$/;
  const leaks = starts.flatMap(({ path }) => brings(graph, path).filter(({ to }) => /^(services|bots|prisma)\//.test(to) && !fine.test(to)));
  return [...new Set(leaks.map(({ to, by }) => `${to} (by ${by})`))];
}

/** `model.ts`, `rules.ts`, what they are split into, and all of cards. */
export function isDecision(path: string): boolean {
  return !isForTests(path) && /^services\/.+\/(model|rules)(\.[\w-]+)?\.ts$|^services\/.+\/rules\/|^cards\//.test(path);
}

/** The clock is handed in, and so is chance. */
export function clocksInRules(all: readonly Source[]): string[] {
  return all.filter(({ path }) => isDecision(path)).flatMap(({ path, text, program }) => {
    const found: string[] = [];
    visit(program, (node) => {
      const word = text.slice(Number(node['start']), Number(node['end']));
      const call = node['type'] === 'CallExpression' && /^(Date\.now|performance\.now|Math\.random|crypto\.\w+)\(/.test(word);
      const now = node['type'] === 'NewExpression' && /^new Date(\(\))?$/.test(word);
      if (call || now) found.push(`${path}: ${word}`);
    });
    return found;
  });
}

/** The compiler is not silenced and `any` is not used. */
export function untyped(all: readonly Source[]): string[] {
  return all.flatMap(({ path, text, program }) => {
    const found: string[] = [];
    visit(program, (node) => void (node['type'] === 'TSAnyKeyword' && found.push(`${path}: any`)));
    if (/^\s*\/[/*]\s*@ts-(ignore|expect-error|nocheck)/m.test(text)) found.push(`${path}: silences the compiler`);
    return found;
  });
}
