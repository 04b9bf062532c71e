/** The checkout as the architecture tests see it: every source file of ours with what it imports. */
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { parseSync } from 'vite';

export const root = join(import.meta.dirname, '../..');

/** Where our code is; anything else (generated, built, data) is not looked at. */
const places = ['bots', 'cards', 'services', 'watermark', 'prisma', 'h5', 'tests', 'bench'];
const skipped = new Set(['node_modules', 'generated', 'image', 'migrations', 'dist', 'snapshots']);

export interface Import {
  /** Path from the root for files of ours, else the package's name. */
  readonly to: string;
  readonly ours: boolean;
  /** Nothing of it is left at run time. */
  readonly type: boolean;
  readonly line: number;
}

export interface Source {
  /** From the root, with `/`. */
  readonly path: string;
  readonly text: string;
  readonly imports: readonly Import[];
  readonly defaultExport: boolean;
  /** The parsed program, to be walked. */
  readonly program: unknown;
}

/** Every file of ours, also those that hold no code. */
export function files(): string[] {
  return places.flatMap((place) => walk(join(root, place))).map((path) => relative(root, path).replaceAll('\\', '/'));
}

export function sources(): Source[] {
  return files().filter((path) => /\.(ts|vue)$/.test(path)).map(read);
}

function walk(folder: string): string[] {
  const entries = statSync(folder, { throwIfNoEntry: false }) === undefined ? [] : readdirSync(folder, { withFileTypes: true });
  return entries.flatMap((entry) => {
    if (skipped.has(entry.name) || entry.name.startsWith('.')) return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? walk(path) : [path];
  });
}

function read(path: string): Source {
  const text = readFileSync(join(root, path), 'utf8');
  const code = path.endsWith('.vue') ? scriptOf(text) : text;
  const { module, program, errors } = parseSync(path.replace(/\.vue$/, '.ts'), code);
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message ?? 'cannot be read'}`);
  const lineOf = (offset: number): number => code.slice(0, offset).split('\n').length;
  const statics = module.staticImports.map(({ start, moduleRequest, entries }) => {
    // `import type` leaves nothing; `import { type A }` still loads the file, but brings only types.
    const type = entries.length > 0 && entries.every((entry) => entry.isType);
    return found(path, moduleRequest.value, type, lineOf(start));
  });
  const again = module.staticExports.flatMap(({ start, entries }) => {
    const [first] = entries;
    const from = first?.moduleRequest?.value;
    return from === undefined ? [] : [found(path, from, entries.every((entry) => entry.isType), lineOf(start))];
  });
  const dynamic = module.dynamicImports.flatMap(({ start, moduleRequest }) => {
    const literal = /^['"](.+)['"]$/.exec(code.slice(moduleRequest.start, moduleRequest.end))?.[1];
    return literal === undefined ? [] : [found(path, literal, false, lineOf(start))];
  });
  const defaultExport = module.staticExports.some(({ entries }) => entries.some((entry) => entry.exportName.kind === 'Default'));
  return { path, text, imports: [...statics, ...again, ...dynamic], defaultExport, program };
}

function scriptOf(text: string): string {
  const blocks = [...text.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)];
  return blocks.map((block) => block[1] ?? '').join('\n');
}

function found(from: string, specifier: string, type: boolean, line: number): Import {
  const ours = specifier.startsWith('.');
  const to = ours ? relative(root, join(root, dirname(from), specifier)).replaceAll('\\', '/') : specifier;
  return { to, ours, type, line };
}

/** Visits every node of a parsed program. */
export function visit(node: unknown, see: (node: Readonly<Record<string, unknown>>) => void): void {
  if (Array.isArray(node)) for (const child of node) visit(child, see);
  if (typeof node !== 'object' || node === null || Array.isArray(node)) return;
  const record = node as Readonly<Record<string, unknown>>;
  if (typeof record['type'] === 'string') see(record);
  for (const child of Object.values(record)) visit(child, see);
}
