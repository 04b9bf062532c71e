/** Every route, by everybody: who may gets in, everybody else gets a sentence, a row in the audit, and nothing of the patient. */
import anyTest, { type ExecutionContext, type TestFn } from 'ava';
import type { Route } from '../../services/core/module.ts';
import { newId } from '../../services/core/ids.ts';
import { isShared } from '../kit/share.ts';
import { type Api, type ApiAnswer, type World, world } from '../kit/world.ts';
import { browserAt } from '../kit/browser.ts';
import { type Answer, type Expected, expected } from './expected.ts';
import { addressed, mountedDoors, nameOf, routesOf } from './support/doors.ts';
import { keptLog } from './support/log.ts';
import { type Crowd, type Who, crowd, people, stepUp } from './support/people.ts';
import { statementsOf, watchStatements } from './support/statements.ts';
import { state } from './support/state.ts';
import { type Victim, bareRefusal, found, plainId, victim } from './support/victim.ts';
import { openDoors, publicRoutes } from './open-doors.ts';
import { tap } from './support/wire.ts';

const test = anyTest as TestFn<Scene>;

interface Scene {
  readonly w: World;
  readonly everybody: Crowd;
  readonly prey: Victim;
  readonly lines: string[];
  readonly wire: ReturnType<typeof tap>;
}

const ends: (() => unknown)[] = [];

// One hospital for all: what is refused changes nothing, which each test holds it to. Whoever gets in comes last.
test.before('the scene', async (t) => {
  watchStatements();
  const { log, lines } = keptLog();
  const w = await world({ teardown: (end) => void ends.push(end), fail: (message) => { throw new Error(message); } }, { log });
  const everybody = await crowd(w);
  const prey = await victim(w, everybody);
  const wire = tap(w.url);
  ends.push(() => wire.remove());
  t.context = { w, everybody, prey, lines, wire };
});
test.after.always('its end', async () => {
  for (const end of ends.toReversed()) await end();
});
// The limits of calls a minute begin anew.
test.beforeEach(({ context: { w } }) => w.pass(1));

const known = (route: Route): Expected => expected[nameOf(route)] ?? { others: 'refused' };
const whole = (route: Route, prey: Victim): Readonly<Record<string, unknown>> => known(route).input?.(prey) ?? {};
const answerFor = (route: Route, who: Who): Answer => known(route).but?.[who] ?? known(route).others;

/** Calls it with the input's ids as this person's page would hold them. */
function ask(api: Api, route: Route, input: Readonly<Record<string, unknown>>): Promise<ApiAnswer> {
  const { path, rest } = addressed(route, input);
  if (route.method !== 'GET') return api(route.method, path, rest);
  const query = new URLSearchParams(Object.entries(rest).map(([key, value]): [string, string] => [key, String(value)])).toString();
  return api('GET', query === '' ? path : `${path}?${query}`);
}

/** The same with its ids as they are given. */
function askPlainly(api: Api, route: Route, input: Readonly<Record<string, unknown>>): Promise<ApiAnswer> {
  const { path, rest } = addressed(route, input);
  return route.method === 'GET' ? api.wire('GET', `${path}?${new URLSearchParams(rest as Record<string, string>).toString()}`) : api.wire(route.method, path, rest);
}

const statusOf: Readonly<Record<Exclude<Answer, 'in'>, number>> = { hidden: 404, refused: 403 };

/** How many rows of the audit say that somebody did an act, by both. */
async function rowsBy({ w }: Scene): Promise<Map<string, number>> {
  const rows = await w.hospital.database.prisma.audit.groupBy({ by: ['actor', 'act'], _count: true });
  return new Map(rows.map(({ actor, act, _count }) => [`${actor} ${act}`, _count]));
}

/** They have no part of him, whatever they may do else. */
const far: readonly Who[] = ['otherDepartment', 'otherWardNurse', 'pharmacist', 'systemAdministrator', 'securityAdministrator', 'auditAdministrator'];

/** One call by one person who may not. */
async function turnedAway(t: ExecutionContext, s: Scene, api: Api, route: Route, want: Exclude<Answer, 'in'>): Promise<void> {
  const staff = s.everybody.numberOf(api);
  const what = `${nameOf(route)} by ${staff}`;
  const answer = await ask(api, route, whole(route, s.prey));
  t.is(answer.status, statusOf[want], `${what}: ${answer.error?.code ?? 'let in'}`);
  bareRefusal(t, answer, what);
  const { headers, body } = s.wire.last();
  t.deepEqual(found(JSON.stringify(answer) + headers + body, s.prey.secrets), [], what);
}

test.serial('each route has its line in expected.ts, and each line its route', async (t) => {
  const { w } = t.context;
  const names = routesOf(w).map(nameOf);
  t.deepEqual(names.filter((name) => !(name in expected)), [], 'New routes: say in tests/attacks/expected.ts what they take and whom they answer.');
  t.deepEqual(Object.keys(expected).filter((name) => !names.includes(name)), [], 'Lines of tests/attacks/expected.ts without a route: remove them.');
  for (const [name, { ids }] of Object.entries(expected)) t.true(!/:(id|\w+Id)\b/.test(name) || ids !== undefined, `${name}: which field is the id?`);
  const routes = new Set(names.map((name) => name.replace(' ', ' /api')));
  t.deepEqual(mountedDoors(w).filter((door) => !routes.has(door)).toSorted(), Object.keys(openDoors).toSorted(), 'Doors beside the routes: give the reason in tests/attacks/open-doors.ts.');
});

const forgedCookies = ['wardline=', `wardline=${'A'.repeat(43)}`, 'wardline=..%2f..%2f', `wardline=${'x'.repeat(4000)}`];

test.serial('nobody, and who has left: every route, not one byte more than why', async (t) => {
  const s = t.context;
  const routes = routesOf(s.w).filter(({ forAnybody }) => forAnybody !== true);
  const before = await state(s.w.hospital.database.prisma);
  let turn = 0;
  for (const route of routes) {
    const gone = await ask(s.everybody.left, route, whole(route, s.prey));
    t.true([401, 403].includes(gone.status), `${nameOf(route)} by who left: ${gone.status}`);
    bareRefusal(t, gone, nameOf(route));
    const { path, rest } = addressed(route, whole(route, s.prey));
    // Every route without a cookie, every third with a forged one.
    const forged = isShared(turn, 3) ? [forgedCookies[turn % forgedCookies.length] ?? ''] : [];
    turn += 1;
    for (const cookie of ['', ...forged]) {
      const browser = browserAt(s.w.url, () => s.w.now().getTime(), { cookie });
      const answer = await browser.call(route.method, path, route.method === 'GET' ? undefined : rest);
      t.is(answer.status, 401, `${nameOf(route)} with ${cookie.slice(0, 20)}`);
      bareRefusal(t, answer, nameOf(route));
      t.is(browser.cookie(), '', 'no session is made for a stranger');
    }
  }
  t.deepEqual(await state(s.w.hospital.database.prisma), before);
  const answers = s.wire.exchanges.map(({ headers, body }) => headers + body).join('\n');
  t.deepEqual(found(answers, s.prey.secrets), []);
  t.deepEqual(found(s.lines.join('\n'), s.prey.secrets), [], 'the log');
});

test.serial('doors for anybody are those listed; they say the same to everybody, take no act, and hold nothing of patients or staff', async (t) => {
  const s = t.context;
  const { prisma } = s.w.hospital.database;
  const open = routesOf(s.w).filter(({ forAnybody }) => forAnybody === true);
  t.deepEqual(open.map(nameOf), Object.keys(publicRoutes), 'Doors for anybody: give the reason in tests/attacks/open-doors.ts.');
  const before = await state(prisma);
  const rows = await prisma.audit.count();
  const staff = (await prisma.staff.findMany({ select: { number: true, name: true } })).flatMap(({ number, name }) => [`"${number}"`, name]);
  for (const route of open) {
    const input = whole(route, s.prey);
    const heard = new Set<string>();
    for (const cookie of ['', ...forgedCookies, s.everybody.left.cookie, s.everybody.of('own').cookie]) {
      const browser = browserAt(s.w.url, () => s.w.now().getTime(), { cookie });
      const answer = await browser.call(route.method, `${route.path}?${new URLSearchParams(input as Record<string, string>).toString()}`);
      t.is(answer.status, 200, nameOf(route));
      t.is(browser.cookie(), '', 'no session is made for a stranger');
      heard.add(JSON.stringify(answer.data));
    }
    t.is(heard.size, 1, `${nameOf(route)} looks at nobody`);
    const said = [...heard].join();
    t.deepEqual(found(said, [...s.prey.secrets, ...staff]), [], nameOf(route));
    t.notRegex(said, /i[0-9a-z]+_[\w-]{40}|[0-9a-f]{8}-[0-9a-f]{4}-/, `${nameOf(route)}: an id of ours`);
  }
  t.is(await prisma.audit.count(), rows, 'strangers cannot fill the record');
  t.deepEqual(await state(prisma), before);
});

const swapped = (text: string, at: number): string => `${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`;

/** Ids that are not this person's, in every way somebody could come by one. */
function wrongIds(own: string, theirs: string, plain: string): Readonly<Record<string, string>> {
  return {
    'as the owner’s page holds it': theirs,
    'as the database has it': plain,
    'in capitals': plain.toUpperCase(),
    'a plain one of nothing': newId(),
    'without dashes': plain.replaceAll('-', ''),
    'first character changed': swapped(own, own.indexOf('_') + 1),
    'middle character changed': swapped(own, 20),
    'last character changed': swapped(own, own.length - 1),
    'cut short': own.slice(0, -1),
    'one longer': `${own}A`,
    'another key’s number': own.replace(/^i\w+_/, 'i9z_'),
    'made up': `i1_${'Q'.repeat(43)}`,
    'twice': `${own}${own}`,
    'a word': 'x',
    'a number': '1',
  };
}

/** Ids of nothing at all: no other costs more than these. */
const [yardstick, plainYardstick] = ['made up', 'a plain one of nothing'];
const yardsticks = [yardstick, plainYardstick];

test.serial('an id that is hidden, stolen, changed or made up is not there: one answer, the same work', async (t) => {
  const s = t.context;
  const { ids } = s.w.hospital;
  const { strangers } = s.everybody;
  for (const who of Object.keys(people) as Who[]) await stepUp(s.w, s.everybody.of(who));
  let [turn, fields] = [0, 0];
  for (const route of routesOf(s.w)) {
    for (const field of known(route).ids ?? []) {
      const { others, but } = known(route);
      // Where the route is one office's alone, somebody of that office tries with ids that are none.
      const office = (Object.keys(but ?? {}) as Who[]).find((who) => but?.[who] === 'in');
      const stranger = others === 'hidden' ? strangers[turn++ % strangers.length] : office === undefined ? undefined : s.everybody.of(office);
      if (stranger === undefined) throw new Error(`${nameOf(route)}: nobody to try it.`);
      const input = whole(route, s.prey);
      const plain = String(input[field]);
      const what = `${nameOf(route)} ${field} by ${s.everybody.numberOf(stranger)}`;
      const missing = await ask(stranger, route, { ...input, [field]: newId() });
      t.is(missing.status, 404, what);
      if (others === 'hidden') t.deepEqual(await ask(stranger, route, input), missing, `${what}: hidden and not there are one answer`);
      const rest = Object.fromEntries(Object.entries(input).map(([key, value]) => [key, typeof value === 'string' ? stranger.token(value) : value]));
      const work = new Map<string, { readonly isPlain: boolean; readonly statements: readonly string[] }>();
      const all = Object.entries(wrongIds(stranger.token(plain), ids.seal(plain, `staff:${people.own}`), plain));
      // Those the others are compared with, and every fourth of the others: the next field has the next ones.
      const tried = all.filter(([how], way) => yardsticks.includes(how) || isShared(way + fields, 4));
      fields += 1;
      for (const [how, id] of tried) {
        const { result, statements } = await statementsOf(() => askPlainly(stranger, route, { ...rest, [field]: id }));
        t.deepEqual(result, missing, `${what}, ${how}`);
        work.set(how, { isPlain: plainId.test(id), statements });
      }
      // A token of one's own for what is hidden is had only by who saw it once; of all others none costs more than the next.
      // One in plain is written down with whose it is, also when it is nobody's.
      t.not(work.get(yardstick)?.statements.length ?? 0, 0, 'statements are seen');
      for (const [how, { isPlain, statements }] of work) t.deepEqual(statements, work.get(isPlain ? plainYardstick : yardstick)?.statements, `${what}, ${how}: the same work`);
    }
  }
  t.deepEqual(found(s.wire.exchanges.map(({ headers, body }) => headers + body).join('\n'), s.prey.secrets), []);
});

test.serial('who may not is refused, with a row, and nothing changes; who may gets in; nothing of the patient anywhere else', async (t) => {
  const s = t.context;
  const { prisma } = s.w.hospital.database;
  for (const who of Object.keys(people) as Who[]) await stepUp(s.w, s.everybody.of(who), null);
  const routes = routesOf(s.w);
  // Of those whom a route treats like everybody else, every sixteenth: the next routes have the others.
  const each = routes.flatMap((route, at) => (Object.keys(people) as Who[]).map((who, turn) => ({ route, who, want: answerFor(route, who), isTried: known(route).but?.[who] !== undefined || isShared(at + turn, 16) }))).filter(({ isTried }) => isTried);

  const [before, rows] = [await state(prisma), await rowsBy(s)];
  const refused = new Map<string, number>();
  for (const { route, who, want } of each) {
    const row = `staff:${people[who]} ${route.does.name}`;
    if (want !== 'in') refused.set(row, (refused.get(row) ?? 0) + 1);
    if (want !== 'in') await turnedAway(t, s, s.everybody.of(who), route, want);
    else if (route.does.stepUp === true) t.is((await ask(s.everybody.of(who), route, whole(route, s.prey))).error?.code, 'core.step-up', `${nameOf(route)} by ${who} without a second factor`);
  }
  t.deepEqual(await state(prisma), before, 'refused calls changed nothing');
  const now = await rowsBy(s);
  t.deepEqual([...refused].filter(([row, calls]) => (now.get(row) ?? 0) - (rows.get(row) ?? 0) < calls), [], 'each refused call is on record');

  for (const who of Object.keys(people) as Who[]) await stepUp(s.w, s.everybody.of(who));
  for (const { route, who } of each.filter(({ want }) => want === 'in')) {
    const answer = await ask(s.everybody.of(who), route, whole(route, s.prey));
    const isTold = known(route).told?.includes(answer.error?.code ?? '') === true;
    t.true(isTold || ![401, 403, 404, 410].includes(answer.status), `${nameOf(route)} by ${who}: ${answer.status} ${answer.error?.code ?? ''}`);
    t.true(answer.status < 500, `${nameOf(route)} by ${who}: ${answer.status}`);
    if (far.includes(who)) t.deepEqual(found(JSON.stringify(answer), known(route).isRecord === true ? s.prey.content : s.prey.secrets), [], `${nameOf(route)} by ${who}`);
    if (route.exact === undefined) t.notRegex(s.everybody.of(who).heard(), plainId, `${nameOf(route)}: an id that is not sealed`);
  }
  // What a proxy wrote down of everything everybody asked and was answered.
  const words = s.prey.secrets.filter((secret) => !/^\d\.\d+$/.test(secret));
  const noted = s.wire.exchanges.map(({ method, url, sent, headers, body }) => [method, url, sent.headers, sent.body, headers, body].join('\n')).join('\n');
  t.deepEqual(found(noted, words), [], 'between page and service');
  t.notRegex(noted, /\p{Script=Han}/u, 'not a word');
  t.deepEqual(found(s.lines.join('\n'), s.prey.secrets), [], 'the log');
  t.deepEqual(s.lines.filter((line) => line.includes('request failed')), [], 'no fault');
});
