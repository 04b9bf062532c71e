/** The shape of the tree is a fact, not a wish: docs/architecture.md, "Who may import whom" and "A module". */
import test from 'ava';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defaultExports, extraImports, longFiles, noModule, otherNames } from './architecture/exceptions.ts';
import { isForTests, wrong } from './architecture/layers.ts';
import { clocksInRules, cycles, forbiddenImports, graphOf, impureRules, leakedToPages, strayImports, unitCycles, untyped } from './architecture/rules.ts';
import { files, root, sources } from './architecture/source.ts';

const present = files();
const all = sources();
const graph = graphOf(all);

const areas = ['shared', 'clinical', 'visits', 'online', 'aftercare', 'operations'];
const foldersIn = (place: string): string[] =>
  [...new Set(present.filter((path) => path.startsWith(`${place}/`)).map((path) => path.split('/').slice(0, place.split('/').length + 1).join('/')))].filter((path) => !path.includes('.'));
const modules = areas.flatMap((area) => foldersIn(`services/${area}`));

test('every import is allowed by the table', (t) => {
  t.deepEqual(forbiddenImports(all), []);
});

test('every import leads to a file', (t) => {
  t.deepEqual(strayImports(all, new Set(present)), []);
});

test('no file needs itself to load, no module knows one that knows it', (t) => {
  t.deepEqual(cycles(graph), []);
  t.deepEqual(unitCycles(graph), []);
});

test('rules and models load nothing but pure files', (t) => {
  t.deepEqual(impureRules(graph), []);
});

test('rules, models and cards have no clock and no dice', (t) => {
  t.deepEqual(clocksInRules(all), []);
});

test('pages take nothing but shapes and sentences from the services', (t) => {
  t.deepEqual(leakedToPages(graph), []);
});

test('every module has its door', (t) => {
  const without = modules.filter((folder) => !(folder in noModule) && !/defineModule\(/.test(textOf(`${folder}/index.ts`)));
  t.deepEqual(without, []);
});

test('every module, link and bot has a README', (t) => {
  const folders = [...modules, ...foldersIn('services/links'), ...foldersIn('bots'), 'services/core', 'cards'];
  t.deepEqual(folders.filter((folder) => !present.includes(`${folder}/README.md`)), []);
});

const fixed = new Set(['README', 'index', 'model', 'rules', 'events', 'schema', 'actions', 'queries', 'store', 'routes', 'cards', 'jobs', 'phrases', 'settings']);

test('files of a module have the fixed names, or are listed with a reason', (t) => {
  const odd = present.filter((path) => {
    const folder = modules.find((candidate) => path.startsWith(`${candidate}/`));
    if (folder === undefined || isForTests(path)) return false;
    const [first = ''] = path.slice(folder.length + 1).split('/');
    const word = first.split('.')[0] ?? '';
    return !fixed.has(word) && otherNames[`${folder}/${word}.ts`] === undefined;
  });
  t.deepEqual(odd, []);
});

test('no default exports but where a tool asks for them', (t) => {
  const found = all.filter(({ path, defaultExport }) => defaultExport && !/\.config\.\w+$|\.d\.ts$|\.vue$/.test(path) && !(path in defaultExports));
  t.deepEqual(found.map(({ path }) => path), []);
});

test('names are kebab-case', (t) => {
  const kebab = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$/;
  const odd = present.filter((path) => path.split('/').some((part) => !kebab.test(part) && !/^(README(\.zh-CN)?\.md|LICENSE)$/.test(part)));
  t.deepEqual(odd, []);
});

test('no any, and the compiler is never silenced', (t) => {
  t.deepEqual(untyped(all), []);
});

test('a file has one idea: longer than 300 lines only with a reason', (t) => {
  const long = present.filter((path) => /\.(ts|vue|css)$/.test(path) && !(path in longFiles) && textOf(path).split('\n').length > 301);
  t.deepEqual(long, []);
});

test('what is listed as an exception still is one', (t) => {
  const gone = [...Object.keys(noModule), ...Object.keys(otherNames), ...Object.keys(longFiles), ...Object.keys(defaultExports)].filter((path) => !existsSync(join(root, path)));
  t.deepEqual(gone, []);
  // The emulator loads the people by their address, which is no import a parser sees.
  const unused = extraImports.filter(({ from, to }) => !all.some(({ path, text }) => path.startsWith(from) && text.includes(to)));
  t.deepEqual(unused.map(({ why }) => why), []);
});

const imports = (from: string, to: string, type = false): string | undefined => wrong(from, { to, type, ours: true, line: 1 });

test('the table says no where it should', (t) => {
  const refused: [string, string, boolean?][] = [
    ['cards/card.ts', 'services/core/ids.ts'],
    ['prisma/seed.ts', 'services/core/ids.ts'],
    ['bots/wecom/index.ts', 'bots/dingtalk/index.ts', true],
    ['bots/wecom/index.ts', 'services/core/db.ts', true],
    ['services/core/run.ts', 'cards/words.ts'],
    ['services/core/run.ts', 'services/shared/notices/index.ts', true],
    ['services/links/hl7/read.ts', 'services/links/ca/port.ts', true],
    ['services/shared/notices/store.ts', 'services/shared/directory/store.ts', true],
    ['services/shared/notices/store.ts', 'services/clinical/critical-values/events.ts', true],
    ['services/shared/notices/deliver.ts', 'bots/dingtalk/index.ts'],
    ['services/clinical/critical-values/rules.ts', 'services/links/hl7/mllp/server.ts'],
    ['services/clinical/critical-values/rules.ts', 'services/clinical/alerts/index.ts', true],
    ['services/core/http.ts', 'services/build.ts', true],
    ['services/shared/notices/store.ts', 'tests/kit/database.ts', true],
    ['h5/src/app/main.ts', 'services/shared/directory/store.ts', true],
  ];
  t.deepEqual(refused.filter(([from, to, type]) => imports(from, to, type) === undefined), []);
  const fine: [string, string, boolean?][] = [
    ['services/clinical/critical-values/jobs.ts', 'services/clinical/alerts/events.ts'],
    ['services/clinical/critical-values/jobs.ts', 'services/shared/notices/index.ts'],
    ['services/shared/notices/store.ts', 'prisma/generated/client.ts'],
    ['services/build.ts', 'bots/dingtalk/index.ts'],
    ['services/core/run.test.ts', 'tests/kit/database.ts'],
    ['h5/src/app/session.ts', 'services/shared/directory/schema.ts'],
  ];
  t.deepEqual(fine.filter(([from, to, type]) => imports(from, to, type) !== undefined), []);
});

function textOf(path: string): string {
  return existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : '';
}
