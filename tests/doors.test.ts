/** What every route of every module obeys at the http door. */
import test from 'ava';
import { world } from './kit/world.ts';

/** Fields whose ids stay as they are, by route, with the reason. */
const exact: Readonly<Record<string, string>> = {
  'POST /signatures/verify document': 'the signature is over these bytes',
  'POST /signatures/verify signature': 'part of what is checked',
  'GET /signatures/:id document': 'signed as it is; with other ids it could not be verified elsewhere',
  'GET /signatures/:id signature': 'part of what is checked',
};

test('only listed fields keep plain ids', async (t) => {
  const { hospital } = await world(t);
  const routes = hospital.service.modules.flatMap((module) => module.routes ?? []);
  const found = routes.flatMap(({ method, path, exact: fields = [] }) => fields.map((field) => `${method} ${path} ${field}`));
  t.deepEqual(found.toSorted(), Object.keys(exact).toSorted());
});
