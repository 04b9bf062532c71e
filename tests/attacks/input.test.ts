/** Input that is none: more than was asked for, of another kind, too large, or meant for another layer. */
import anyTest, { type TestFn } from 'ava';
import type { Route } from '../../services/core/module.ts';
import { isShared } from '../kit/share.ts';
import { type Api, type World, world } from '../kit/world.ts';
import { type Expected, expected } from './expected.ts';
import { addressed, nameOf, routesOf } from './support/doors.ts';
import { keptLog } from './support/log.ts';
import { type Crowd, type Who, crowd, people, stepUp } from './support/people.ts';
import { state } from './support/state.ts';
import { type Victim, bareRefusal, victim } from './support/victim.ts';

interface Scene {
  readonly w: World;
  readonly everybody: Crowd;
  readonly prey: Victim;
  readonly lines: string[];
}

const test = anyTest as TestFn<Scene>;
const ends: (() => unknown)[] = [];

// One hospital for both: wishes change nothing, so they come first.
test.before('the scene', async (t) => {
  const { log, lines } = keptLog();
  const w = await world({ teardown: (end) => void ends.push(end), fail: (message) => { throw new Error(message); } }, { log });
  const everybody = await crowd(w);
  t.context = { w, everybody, prey: await victim(w, everybody), lines };
});
test.after.always('its end', async () => {
  for (const end of ends.toReversed()) await end();
});

const known = (route: Route): Expected => expected[nameOf(route)] ?? { others: 'refused' };
const whole = (route: Route, prey: Victim): Record<string, unknown> => ({ ...known(route).input?.(prey) });

/** What somebody would like to be, or to have said, if only the service took it. */
const wishes = (prey: Victim): Record<string, unknown> => ({
  admin: true, isAdmin: true, adminRole: 'security', role: 'administrator', actor: { kind: 'system', id: 'wardline' }, kindOf: 'system', door: 'job', by: 'staff:9102', staffNumber: '9102',
  session: { steppedUpAt: '2099-01-01' }, steppedUpAt: '2099-01-01', allow: true, verdict: 'yes', patientId: prey.patient, signer: '1001', policy: 'none', now: '2020-01-01', tx: {}, constructor: { prototype: { admin: true } },
});

/** Those whom the route refuses, one that is let in where nobody is. */
function refusedAt(route: Route): Who | undefined {
  return (Object.keys(people) as Who[]).find((who) => (known(route).but?.[who] ?? known(route).others) !== 'in');
}

function letIn(route: Route, turn: number): Who | undefined {
  const all = (Object.keys(people) as Who[]).filter((who) => (known(route).but?.[who] ?? known(route).others) === 'in');
  return all[turn % Math.max(all.length, 1)];
}

function send(api: Api, route: Route, input: Record<string, unknown>): ReturnType<Api> {
  const { path, rest } = addressed(route, input);
  if (route.method !== 'GET') return api(route.method, path, rest);
  const pairs = Object.entries(rest).flatMap(([key, value]): [string, string][] => (Array.isArray(value) ? value.map((each): [string, string] => [key, String(each)]) : [[key, String(value)]]));
  return api('GET', `${path}?${new URLSearchParams(pairs).toString()}`);
}

test.serial('what is not in the schema is not heard: wishes change no answer, and no act takes them in', async (t) => {
  const { w, everybody, prey } = t.context;
  const before = await state(w.hospital.database.prisma);
  for (const [at, route] of routesOf(w).entries()) {
    const name = nameOf(route);
    const input = whole(route, prey);
    const who = refusedAt(route);
    // The schema is asked at each route, the door at every third.
    if (who !== undefined && isShared(at, 3)) {
      const [plain, wished] = [await send(everybody.of(who), route, input), await send(everybody.of(who), route, { ...wishes(prey), ...input })];
      t.deepEqual([wished.status, wished.error?.code], [plain.status, plain.error?.code], `${name} by ${who}`);
    }
    const read = route.does.input.safeParse({ ...wishes(prey), ...input });
    const asked = route.does.input.safeParse(input);
    const heard = read.success ? Object.keys(read.data ?? {}) : [];
    const meant = new Set(asked.success ? Object.keys(asked.data ?? {}) : heard);
    // A wish that is a parameter of the act by name is asked for there, and the policy looks at it.
    const shape = JSON.stringify(Object.keys((route.does.input as { shape?: object }).shape ?? {}));
    t.deepEqual(heard.filter((key) => !meant.has(key) && !shape.includes(`"${key}"`)), [], `${name} takes in more than it asks for`);
  }
  t.deepEqual(await state(w.hospital.database.prisma), before);
});

const odd: Readonly<Record<string, unknown>> = {
  'a list': ['x', 'y'],
  'lists in lists': [[[[]]]],
  'an object': { x: 1 },
  'a prototype': JSON.parse('{"__proto__":{"admin":true},"constructor":{"prototype":{"admin":true}}}'),
  'a huge number': Number.MAX_SAFE_INTEGER * 1000,
  'less than nothing': -1,
  'not a number': 'NaN',
  'null': null,
  'true': true,
  'NUL': 'a\0b',
  'half a character': 'a\ud83d',
  'a path': '../../../../etc/passwd',
  'a path in code': '..%2f..%2fetc%2fpasswd%00',
  'SQL': "' OR 1=1; DROP TABLE audit; --",
  'a template': '${7*7}{{7*7}}<script>alert(1)</script>',
  'ten thousand characters': 'x'.repeat(10_000),
};

test.serial('input of the wrong kind is refused in words or taken for what it is; it is never a fault', async (t) => {
  const { w, everybody, prey, lines } = t.context;
  for (const who of Object.keys(people) as Who[]) await stepUp(w, everybody.of(who));
  // What these do to accounts and duties would end the sessions that try the others.
  const faults: string[] = [];
  const skipped = /^POST \/sign-in\/(accounts|administrators)|^DELETE \/sign-in|^POST \/directory\/people/;
  for (const [at, route] of routesOf(w).filter((each) => !skipped.test(nameOf(each))).entries()) {
    // One kind of sixteen: the next routes have the others.
    for (const [turn, [what, value]] of Object.entries(odd).entries().filter(([turn]) => isShared(turn + at, 16))) {
      const who = letIn(route, turn);
      if (who === undefined) continue;
      const fields = Object.keys(whole(route, prey)).filter((field) => !route.path.includes(`:${field}`));
      const input = { ...whole(route, prey), ...(fields.length === 0 ? { text: value, number: value, limit: value, page: value } : Object.fromEntries(fields.map((field) => [field, value]))) };
      const answer = await send(everybody.of(who), route, input);
      if (answer.status >= 500) faults.push(`${nameOf(route)} with ${what} by ${who}: ${answer.status} ${answer.error.code}`);
      else if (answer.status >= 400) bareRefusal(t, answer, `${nameOf(route)} with ${what}`);
    }
  }
  t.deepEqual(faults, []);
  t.deepEqual(lines.filter((line) => line.includes('request failed')), [], 'no fault');
  t.is(({} as { admin?: boolean }).admin, undefined, 'nobody’s prototype was touched');
  t.true((await w.hospital.database.prisma.audit.count()) > 0, 'the table is still there');
});
