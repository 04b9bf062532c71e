/** Policy; load → rule → save. All by the security administrator, after a second factor. */
import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { actorKey, byAdmin } from '../../core/access.ts';
import { Refusal } from '../../core/errors.ts';
import type { ForeignDoor } from '../../core/foreign-door.ts';
import { foreignNames } from '../../core/foreign.ts';
import { type Action, type Query, type Route, defineAction, defineQuery } from '../../core/module.ts';
import { refusals } from '../../core/phrases.ts';
import type { Tx } from '../../core/db.ts';
import type { Seal } from '../../core/seal.ts';
import { checkAddresses } from './addresses.ts';
import type { Algorithm } from './model.ts';
import { phrases } from './phrases.ts';
import { endKey, holds, knownDoors, mayAddKey } from './rules.ts';
import { type GivenKey, clientChange, clientDraft, clientList, givenKey, keyEnd, keyRequest } from './schema.ts';
import { type Client, allClients, findClient, purposeOf } from './store.ts';

export interface ClientParts {
  readonly seal: Seal;
  /** Of all modules; asked late, because this module is one of them. */
  readonly routes: () => readonly Route[];
  readonly foreign: () => readonly ForeignDoor[];
}

const refuse = refusals(phrases);
const security = byAdmin('security');
const secretBytes = 32;

/** The doors there are, each with what can be called behind it. */
function doorsOf({ routes, foreign }: ClientParts): { name: string; what: string }[] {
  const behind = Map.groupBy(routes().filter(({ machine }) => machine !== undefined), ({ machine }) => machine ?? '');
  const own = [...behind].map(([name, each]) => ({ name, what: each.map(({ method, path }) => `${method} /api${path}`).join('、') }));
  return [...own, ...foreign().map((door) => ({ name: door.name, what: foreignNames([door]).join('、') }))];
}

async function known(tx: Tx, code: string): Promise<Client> {
  const client = await findClient(tx, code);
  if (client === undefined) throw new Refusal('core.not-found', {}, 404);
  return client;
}

async function giveKey(tx: Tx, seal: Seal, clientId: string, algorithm: Algorithm, now: Date): Promise<GivenKey> {
  const key = `k-${randomBytes(9).toString('hex')}`;
  const secret = randomBytes(secretBytes);
  const text = secret.toString('base64url');
  // Of a token nobody needs more than to know it again; a signature's secret has to be had.
  const kept = algorithm === 'bearer' ? { tokenHash: createHash('sha256').update(text).digest('base64') } : { sealedSecret: seal.close(secret, purposeOf(key)) };
  await tx.apiClientKey.create({ data: { id: key, clientId, algorithm, ...kept, validFrom: now } });
  return { key, algorithm, secret: algorithm === 'bearer' ? `${key}.${text}` : text };
}

export function list(parts: ClientParts): Query<Record<string, never>, z.infer<typeof clientList>> {
  return defineQuery({
    name: 'api-clients.list',
    input: z.object({}),
    output: clientList,
    policy: security,
    audited: false,
    body: async ({ tx, now }) => {
      const clients = await allClients(tx);
      return { clients: clients.map(({ id, keys, ...rest }) => ({ ...rest, code: id, allowed: [...rest.allowed], addresses: [...rest.addresses], keys: keys.map((key) => ({ ...key, holds: holds(key, now) })) })), doors: doorsOf(parts) };
    },
  });
}

export function create(parts: ClientParts): Action<z.infer<typeof clientDraft>, GivenKey> {
  return defineAction({
    name: 'api-clients.create',
    input: clientDraft,
    output: givenKey,
    policy: security,
    stepUp: true,
    subject: ({ code }) => code,
    body: async ({ tx, now, actor }, { code, name, allowed, addresses, algorithm }) => {
      knownDoors(allowed, doorsOf(parts).map((door) => door.name));
      checkAddresses(addresses);
      if ((await findClient(tx, code)) !== undefined) throw refuse('api-clients.taken', { id: code });
      await tx.apiClient.create({ data: { id: code, name, allowed, addresses, createdAt: now, createdBy: actorKey(actor) } });
      return giveKey(tx, parts.seal, code, algorithm, now);
    },
  });
}

export function change(parts: ClientParts): Action<z.infer<typeof clientChange>, void> {
  return defineAction({
    name: 'api-clients.change',
    input: clientChange,
    output: z.void(),
    policy: security,
    stepUp: true,
    subject: ({ code }) => code,
    body: async ({ tx }, { code, name, allowed, addresses, active }) => {
      knownDoors(allowed, doorsOf(parts).map((door) => door.name));
      checkAddresses(addresses);
      await known(tx, code);
      await tx.apiClient.update({ where: { id: code }, data: { name, allowed, addresses, active } });
    },
  });
}

export function addKey({ seal }: ClientParts): Action<z.infer<typeof keyRequest>, GivenKey> {
  return defineAction({
    name: 'api-clients.add-key',
    input: keyRequest,
    output: givenKey,
    policy: security,
    stepUp: true,
    subject: ({ code }) => code,
    body: async ({ tx, now }, { code, algorithm }) => {
      mayAddKey((await known(tx, code)).keys, now);
      return giveKey(tx, seal, code, algorithm, now);
    },
  });
}

export const revokeKey = defineAction({
  name: 'api-clients.end-key',
  input: keyEnd,
  output: z.void(),
  policy: security,
  stepUp: true,
  subject: ({ code, key }) => `${code} ${key}`,
  body: async ({ tx, now }, { code, key: asked, inHours }) => {
    const key = (await known(tx, code)).keys.find(({ id }) => id === asked);
    if (key === undefined) throw refuse('api-clients.key-over');
    await tx.apiClientKey.update({ where: { id: key.id }, data: endKey(key, inHours, now) });
  },
});
