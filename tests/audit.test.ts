/**
 * What the audit must be able to say of every act: what it is called, and whose data it was about. A new act that fails
 * here needs a line in its module's `acts` (`defineModule`), or `about` / `patients` (services/core/module.ts).
 */
import anyTest, { type TestFn } from 'ava';
import { globSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { buildHospital } from '../services/build.ts';
import { coreActs } from '../services/core/audit.ts';
import { readSettings } from '../services/core/config.ts';
import { silentLog } from '../services/core/log.ts';
import type { AnyAction, AnyFlow, AnyQuery, Module } from '../services/core/module.ts';
import { withDemo } from '../services/demo/environment.ts';
import { groups } from '../services/settings.ts';
import { testDatabase } from './kit/database.ts';

type Act = AnyAction | AnyQuery | AnyFlow;
const test = anyTest as TestFn<{ readonly modules: readonly Module[] }>;

test.before(async (t) => {
  const dataDir = await mkdtemp(join(tmpdir(), 'wardline-'));
  const base = await testDatabase();
  const hospital = await buildHospital(readSettings(withDemo({ DATA_DIR: dataDir, LOG_LEVEL: 'silent' }), groups), { database: base.database, log: silentLog });
  t.context = { modules: hospital.service.modules };
  await hospital.service.stop();
  await hospital.close();
  await base.dispose();
  await rm(dataDir, { recursive: true, force: true });
});

/** What a person can do: behind a route, or on record when asked. */
function actsOf({ actions = [], queries = [], flows = [], routes = [] }: Module): Act[] {
  const behind = new Set(routes.map(({ does }) => does.name));
  return [...actions.filter(({ name }) => behind.has(name)), ...[...queries, ...flows].filter((act) => behind.has(act.name) || act.audited)];
}

test('every act a person can do has a name a person understands', (t) => {
  const unnamed = t.context.modules.flatMap((module) => actsOf(module).filter(({ name }) => module.acts?.[name] === undefined).map(({ name }) => name));
  t.deepEqual(unnamed, [], 'give it a Chinese name in its module’s `acts`');
  const odd = t.context.modules.flatMap(({ acts = {} }) => Object.entries(acts)).filter(([, words]) => !/[\u4e00-\u9fff]/.test(words));
  t.deepEqual(odd, []);
});

test('names belong to acts that exist', (t) => {
  const written = writtenByHand().map(([, act]) => act);
  const stale = t.context.modules.flatMap(({ acts = {}, actions = [], queries = [], flows = [] }) => {
    const known = new Set([...[...actions, ...queries, ...flows].map(({ name }) => name), ...written]);
    return Object.keys(acts).filter((name) => !known.has(name));
  });
  t.deepEqual(stale, []);
});

test('what a door writes by hand has a name too', (t) => {
  const named: Readonly<Record<string, string>> = Object.assign({}, coreActs, ...t.context.modules.map(({ acts = {} }) => acts));
  t.true(writtenByHand().length >= 5, 'has the way of writing changed?');
  t.deepEqual(writtenByHand().filter(([, act]) => named[act] === undefined && !/\$\{/.test(act)), []);
});

function writtenByHand(): [string, string][] {
  const files = globSync('services/**/*.ts', { cwd: join(import.meta.dirname, '..') }).filter((file) => !file.endsWith('.test.ts'));
  return files.flatMap((file) => [...readFileSync(join(import.meta.dirname, '..', file), 'utf8').matchAll(/\baudit\.(?:write|stranger)\([^;]*?\bact: ['`]([^'`]+)['`]/g)].map(([, act = '']): [string, string] => [file, act]));
}

test('an act that shows or names a patient says whose data it was about', (t) => {
  const silent = t.context.modules.flatMap((module) => actsOf(module).filter((act) => isAudited(act) && !lists.has(act.name) && speaksOfPatients(act) && act.patients === undefined && act.about === undefined).map(({ name }) => name));
  t.deepEqual(silent, [], 'declare `about` (from the input) or `patients` (from the output)');
  const clinical = t.context.modules.find(({ name }) => name === 'critical-values');
  t.deepEqual(clinical === undefined ? ['missing'] : actsOf(clinical).filter((act) => isAudited(act) && !ofNobody.has(act.name) && act.patients === undefined && act.about === undefined), []);
});

/** Of the critical values: what is done with threshold sets and with the plan whom a value is told to, which hold no patient. */
const ofNobody = new Set([...['draft', 'change', 'try', 'propose', 'approve', 'reject'].map((act) => `critical-values.${act}-set`), 'critical-values.change-telling']);

/** Their patients are masked, and each one that is opened is on record by itself. */
const lists = new Set(['audit.alerts', 'data-scope.glasses', 'data-scope.requests', 'data-scope.flagged']);

function isAudited(act: Act): boolean {
  return act.type === 'action' || act.audited;
}

/** A patient's name, bed or number somewhere in what goes in or comes out. */
function speaksOfPatients(act: Act): boolean {
  const shapes = [z.toJSONSchema(act.input, { unrepresentable: 'any', io: 'input' }), z.toJSONSchema(act.output, { unrepresentable: 'any' })];
  return shapes.some((shape) => /"(patient\w*|bed)":/.test(JSON.stringify(shape)));
}
