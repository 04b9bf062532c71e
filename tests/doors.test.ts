/** What every route of every module obeys at the http door. */
import test from 'ava';
import { foreignNames } from '../services/core/foreign.ts';
import { plainDoors } from '../services/calls.ts';
import { bySystem } from '../services/core/access.ts';
import { mountedDoors } from './attacks/support/doors.ts';
import { world } from './kit/world.ts';

/** Fields whose ids stay as they are, by route, with the reason. */
const exact: Readonly<Record<string, string>> = {
  'POST /machine/facts messages': 'numbers of the hospital may look like ids of ours',
  'POST /machine/facts outcomes': 'the hospital’s own numbers of its messages',
  'POST /signatures/verify document': 'the signature is over these bytes',
  'POST /signatures/verify signature': 'part of what is checked',
  'GET /signatures/:id document': 'signed as it is; with other ids it could not be verified elsewhere',
  'GET /signatures/:id signature': 'part of what is checked',
};

test('plain doors are those listed and the machines’; every other route below /api is refused without an envelope', async (t) => {
  const w = await world(t);
  const doors = mountedDoors(w).filter((door) => door.includes(' /api/'));
  const signed = w.hospital.service.modules.flatMap(({ routes = [] }) => routes.filter(({ machine }) => machine !== undefined).map(({ method, path }) => `${method} /api${path}`));
  signed.push(...foreignNames(w.hospital.service.modules.flatMap(({ foreign }) => foreign ?? [])));
  for (const door of doors) {
    const [method = '', path = ''] = door.replaceAll(/:\w+/g, 'x').split(' ');
    const { status } = await fetch(w.url + path, { method, redirect: 'manual', headers: { 'x-wardline': '1' } });
    if (signed.includes(door)) t.is(status, 401, door);
    else t.is(status === 426, plainDoors[door] === undefined, `${door}: ${status}`);
  }
  const listed = Object.keys(plainDoors).filter((door) => !door.includes('/api/demo'));
  t.deepEqual(listed.filter((door) => !doors.includes(door)), [], 'a listed door that is not there');
});

test('only listed fields keep plain ids', async (t) => {
  const { hospital } = await world(t);
  const routes = hospital.service.modules.flatMap((module) => module.routes ?? []);
  const found = routes.flatMap(({ method, path, exact: fields = [] }) => fields.map((field) => `${method} ${path} ${field}`));
  t.deepEqual(found.toSorted(), Object.keys(exact).toSorted());
});

// Of our own jobs and of the laboratory the facts are the record.
test('whatever people do has a name in the audit', async (t) => {
  const { hospital } = await world(t);
  const { modules } = hospital.service;
  const names: Readonly<Record<string, string>> = Object.assign({}, ...modules.map(({ acts = {} }) => acts));
  const done = modules.flatMap(({ routes = [], actions = [] }) => [...routes.map(({ does }) => does.name), ...actions.filter(({ name, policy }) => policy !== bySystem && name !== 'intake.receive').map(({ name }) => name)]);
  t.deepEqual([...new Set(done)].filter((name) => !/\p{Script=Han}/u.test(names[name] ?? '')), []);
});
