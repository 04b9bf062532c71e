/** The pages people read first: links lead somewhere, commands exist, the twins agree. */
import test from 'ava';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { files, root } from './architecture/source.ts';
import { namedTestTrouble } from './kit/named-test.ts';

const text = (path: string): string => readFileSync(join(root, path), 'utf8');
const front = ['README.md', 'README.zh-CN.md'];
const guides = ['architecture', 'adding-a-module', 'security', 'runbook', 'platforms-setup', 'settings', 'coverage', 'glossary', 'http-contract'].map((name) => `docs/${name}.md`);
const adrs = ['0000-template', '0001-embedded-postgresql-by-default', '0002-supervised-dingtalk-stream', '0003-our-own-wecom-client', '0004-events-as-jobs'].map((name) => `docs/adrs/${name}.md`);
const modules = files().filter((path) => path.endsWith('README.md'));

test('links lead to files', (t) => {
  const broken = [...front, ...guides, ...adrs, ...modules].flatMap((page) =>
    [...text(page).matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)(?:#[^)]*)?\)/g)].map((match) => match[1] ?? '').filter((to) => !existsSync(join(root, dirname(page), to))).map((to) => `${page} → ${to}`),
  );
  t.deepEqual(broken, []);
});

test('commands that are named can be run', (t) => {
  const { scripts } = JSON.parse(text('package.json')) as { scripts: Record<string, string> };
  const named = [...front, ...guides, ...adrs, ...modules].flatMap((page) => [...text(page).matchAll(/npm run ([\w:-]+)/g)].map((match) => ({ page, command: match[1] ?? '' })));
  t.true(named.length > 10);
  t.deepEqual(named.filter(({ command }) => scripts[command] === undefined), []);
});

/** Headings, code and links in their order; the links to each other aside. */
const shape = (page: string): string[] =>
  [...page.matchAll(/^(#+|```)|\]\(([^)]+)\)/gm)].map((match) => match[1] ?? match[2] ?? '').filter((part) => !part.startsWith('README'));

test('the front page is one screen, and its twin has the same parts', (t) => {
  const [english = '', chinese = ''] = front.map(text);
  t.true(english.split('\n').length <= 60);
  t.deepEqual(shape(chinese), shape(english));
});

/** Rows of its tables of duties: duty, met in, shown by, the hospital. */
const duties = (text('docs/security.md').split('\n## Keys')[0] ?? '').split('\n').map((line) => line.split('|').map((cell) => cell.trim())).filter((cells) => cells.length === 6 && cells[1] !== 'duty' && !/^-+$/.test(cells[1] ?? ''));

test('what the page on security claims has a test that exists, or is the hospital’s to do', (t) => {
  t.true(duties.length > 30);
  for (const [, duty = '', , tests = '', hospital = ''] of duties) {
    if (tests === '') t.not(hospital, '', `${duty}: nobody’s`);
    else for (const named of tests.split('<br>')) t.is(namedTestTrouble(named), '', duty);
  }
});

test('paths that the page on security names are there', (t) => {
  const named = [...text('docs/security.md').matchAll(/`((?:services|bots|cards|h5|tests)\/[\w./-]+)`/g)].map((match) => match[1] ?? '');
  t.true(named.length > 40);
  t.deepEqual(named.filter((path) => !existsSync(join(root, path))), []);
});
