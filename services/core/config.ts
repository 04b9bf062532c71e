/**
 * Settings from the environment. Every module declares its own group; all are read once at start and every problem is
 * told in one list. `docs/settings.md` and `.env.example` are generated from the same declarations.
 */
import { z } from 'zod';
import { inWords } from './config-words.ts';

export interface SettingsGroup<S extends z.ZodType = z.ZodType> {
  /** Heading in docs/settings.md. */
  readonly title: string;
  /** `MLLP_` makes `port` `MLLP_PORT`; empty for the service's own. */
  readonly prefix: string;
  /** Keys are camelCase; values arrive as strings, so numbers are `z.coerce.number()` and flags `flag()`. */
  readonly schema: S;
  /** The whole group is off (`undefined`) while this key is not set. */
  readonly onlyWith?: string;
  /** What a key means, where the schema itself does not describe it. */
  readonly meanings?: Readonly<Record<string, string>>;
}

export type SettingsOf<G> = G extends SettingsGroup<infer S> ? (G extends { readonly onlyWith: string } ? z.output<S> | undefined : z.output<S>) : never;

export function defineSettings<S extends z.ZodType, const G extends SettingsGroup<S>>(group: G & SettingsGroup<S>): G {
  return group;
}

/** `1`, `true`, `yes`, `on` against `0`, `false`, `no`, `off`. */
export const flag = (fallback: boolean) =>
  z.enum(['1', 'true', 'yes', 'on', '0', 'false', 'no', 'off']).default(fallback ? '1' : '0').transform((word) => ['1', 'true', 'yes', 'on'].includes(word));

/** `clientId` of group `DINGTALK_` is `DINGTALK_CLIENT_ID`. */
export function variableName(prefix: string, key: string): string {
  return prefix + key.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}

export class SettingsProblem extends Error {
  override readonly name = 'SettingsProblem';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`这些设置不能用：\n${problems.map((line) => `  - ${line}`).join('\n')}\n每一项的说明见 docs/settings.md。`);
    this.problems = problems;
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads all groups. @throws SettingsProblem naming every variable that cannot be used */
export function readSettings<G extends Record<string, SettingsGroup>>(env: Environment, groups: G): { [K in keyof G]: SettingsOf<G[K]> } {
  const problems: string[] = [];
  const read: Record<string, unknown> = {};
  for (const [name, group] of Object.entries(groups)) {
    const raw = rawValues(env, group);
    if (group.onlyWith !== undefined && raw[group.onlyWith] === undefined) continue;
    const result = group.schema.safeParse(raw, { error: inWords });
    if (result.success) read[name] = result.data;
    else problems.push(...result.error.issues.map((issue) => `${variableName(group.prefix, String(issue.path[0] ?? ''))}: ${issue.message}`));
  }
  if (problems.length > 0) throw new SettingsProblem(problems);
  return read as { [K in keyof G]: SettingsOf<G[K]> };
}

/** An empty variable is an unset one: that is what people mean by `KEY=` in a file. */
function rawValues(env: Environment, group: SettingsGroup): Record<string, string> {
  const entries = Object.keys(shapeOf(group).properties ?? {}).map((key) => [key, env[variableName(group.prefix, key)]] as const);
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== ''));
}

export interface SettingRow {
  readonly variable: string;
  readonly fallback: string;
  readonly meaning: string;
  /** Has to be filled for the service, or for its group where that is switched on. */
  readonly required: boolean;
}

/** What the generated pages say about a group. */
export function describeSettings(group: SettingsGroup): SettingRow[] {
  const { properties = {}, required = [] } = shapeOf(group);
  return Object.entries(properties).map(([key, { default: fallback, description }]) => ({
    variable: variableName(group.prefix, key),
    fallback: fallback === undefined ? '' : String(fallback),
    meaning: description ?? group.meanings?.[key] ?? '',
    required: required.includes(key),
  }));
}

interface Property {
  readonly default?: unknown;
  readonly description?: string;
}

interface Shape {
  readonly properties?: Readonly<Record<string, Property>>;
  readonly required?: readonly string[];
}

function shapeOf(group: SettingsGroup): Shape {
  return z.toJSONSchema(group.schema, { io: 'input', unrepresentable: 'any' }) as Shape;
}
