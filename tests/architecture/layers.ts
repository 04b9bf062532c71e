/** "Who may import whom" of docs/architecture.md as one function: why an import is wrong, or `undefined`. */
import type { Import } from './source.ts';
import { extraImports } from './exceptions.ts';

/** What every part of the tree is, from its path. */
export type Layer = 'cards' | 'watermark' | 'prisma' | 'bots' | 'core' | 'link' | 'shared' | 'journey' | 'main' | 'h5' | 'tests';

/** Tests and what exists for them only may import anything, and nobody else may import them. */
export function isForTests(path: string): boolean {
  return /\.(test|contract|fixtures)\.ts$|(^|\/)(testing|kit|trial)(\.ts$|\/)|(^|\/)fake-[\w-]+\.ts$|^(tests|bench)\//.test(path);
}

export function layerOf(path: string): Layer {
  if (isForTests(path)) return 'tests';
  const [first = '', second = '', third] = path.split('/');
  if (first === 'services') {
    if (third === undefined || second === 'cli' || second === 'demo') return 'main';
    if (second === 'core') return 'core';
    if (second === 'links') return 'link';
    return second === 'shared' ? 'shared' : 'journey';
  }
  if (first === 'cards' || first === 'watermark' || first === 'prisma' || first === 'bots' || first === 'h5') return first;
  return 'tests';
}

/** `services/shared/notices`, `services/links/hl7`, `bots/wecom`: what stands or falls together. */
export function unitOf(path: string): string {
  const depth = path.startsWith('services/') ? 3 : path.startsWith('bots/') ? 2 : 1;
  const parts = path.split('/');
  return parts.length <= depth ? path : parts.slice(0, depth).join('/');
}

/** Shapes and sentences a module shows to others: no behaviour comes with them. */
const shapes = /\/(schema|events|phrases|port|format)(\.[\w-]+)?\.ts$|\/(feedback|key-store|read)\.ts$/;
/** What all links say, and say it in. */
const statements = 'services/links/statements';
/** What one may take of a shared module besides its events and shapes. */
const door = /^services\/shared\/[\w-]+\/(index|events|schema)\.ts$/;

export function wrong(from: string, { to, type, ours }: Import): string | undefined {
  if (!ours || extraImports.some((extra) => from.startsWith(extra.from) && to.startsWith(extra.to))) return undefined;
  const source = layerOf(from);
  const target = layerOf(to);
  if (source === 'tests') return undefined;
  if (target === 'tests') return 'only tests may import what is made for tests';
  if (target === 'main') return source === 'main' ? undefined : 'nobody imports main';
  return rules[source](from, to, type, target);
}

type Rule = (from: string, to: string, type: boolean, target: Layer) => string | undefined;
const same = (from: string, to: string): boolean => unitOf(from) === unitOf(to);
const unless = (fine: boolean, why: string): string | undefined => (fine ? undefined : why);

const ownOnly: Rule = (from, _to, _type, target) => unless(layerOf(from) === target, 'imports nothing of ours');

const rules: Record<Exclude<Layer, 'tests'>, Rule> = {
  cards: ownOnly,
  watermark: ownOnly,
  prisma: ownOnly,
  main: () => undefined,
  bots: (from, to, _type, target) =>
    unless(same(from, to) || to === 'bots/bot.ts' || target === 'cards' || to === 'services/core/errors.ts', 'a bot may import its own folder, bots/bot.ts, cards and core/errors.ts'),
  core: (_from, _to, type, target) => unless(target === 'core' || target === 'prisma' || (target === 'cards' && type), 'core may import prisma and types of cards'),
  link: (from, to, _type, target) => unless(same(from, to) || target === 'core' || unitOf(to) === statements, 'a link may import core and the statements, never another link'),
  shared: (from, to, type, target) => ofModule(from, to, type, target) ?? unless(target !== 'journey', 'a shared module knows no journey'),
  journey: (from, to, type, target) => ofModule(from, to, type, target) ?? unless(target !== 'journey' || same(from, to) || to.endsWith('/events.ts'), 'of another journey only its events.ts'),
  h5: (_from, to, _type, target) => unless(target === 'h5' || target === 'cards' || /^services\/.+\/(schema|phrases|model)\.ts$/.test(to), 'a page may import schema.ts, phrases.ts and the values of model.ts of modules'),
};

/** What shared modules and journeys have in common. */
function ofModule(from: string, to: string, type: boolean, target: Layer): string | undefined {
  if (same(from, to) || target === 'core' || target === 'cards' || target === 'journey') return undefined;
  if (target === 'shared') return unless(door.test(to), 'of a shared module only its door (index, events, schema)');
  if (target === 'link') return unless(type || shapes.test(to), 'of a link only types and shapes');
  if (target === 'bots' || target === 'watermark') return unless(type, `of ${target} only types`);
  return unless(to.startsWith('prisma/generated/'), 'of prisma only the generated client');
}
