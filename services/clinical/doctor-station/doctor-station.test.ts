/** The ticket as the other side sees it: a mini-program's server checks it with an independent library, or hands it in. */
import anyTest, { type TestFn } from 'ava';
import { createRemoteJWKSet, errors, jwtVerify } from 'jose';
import { sm2 } from 'sm-crypto-v2';
import type { StaffActor } from '../../core/access.ts';
import { newId } from '../../core/ids.ts';
import { signRequest } from '../../core/machine-signature.ts';
import type { Action } from '../../core/module.ts';
import { type KeyRing, createRing } from '../../core/seal.ts';
import type { GivenKey } from '../../operations/api-clients/schema.ts';
import { type World, sharedWorld } from '../../../tests/kit/world.ts';
import type { Claims } from './model.ts';
import { mayEnter, troubleOf, wayOf } from './rules.ts';
import type { StationWay } from './schema.ts';
import { ticketKeys } from './ticket.ts';

const test = anyTest as TestFn<{ w: World }>;
const dingtalk = 'dingtalk://dingtalkclient/action/open_mini_app?miniAppId=5000&page=pages%2Findex%3Fticket%3D{ticket}';
sharedWorld(test, { env: { DOCTOR_STATION_AUDIENCE: 'qh-clinic', DOCTOR_STATION_URL: 'https://clinic.qinghe.test/h5/#ticket={ticket}', DOCTOR_STATION_DINGTALK: dingtalk, DOCTOR_STATION_WECOM_APP_ID: 'wx5000' } });

const ticketIn = (way: StationWay): string => /ticket(?:=|%3D)([\w.-]+)$/.exec(way.kind === 'wecom' ? way.path : way.address)?.[1] ?? '';

interface Key {
  readonly id: string;
  readonly algorithm: 'hmac-sha256';
  readonly secret: Buffer;
}

/** Hands a ticket in as the mini-program's server, signed as that machine. */
async function redeem(w: World, key: Key, ticket: string): Promise<{ status: number; body: { data?: Record<string, unknown>; error?: { code: string } } | undefined }> {
  const path = '/api/machine/doctor-station/redeem';
  const body = Buffer.from(JSON.stringify({ ticket }));
  const headers = signRequest(key, { method: 'POST', path, query: '?', body }, w.now(), newId().replaceAll('-', ''));
  const answer = await fetch(`${w.url}${path}`, { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body });
  const text = await answer.text();
  return { status: answer.status, body: text === '' ? undefined : (JSON.parse(text) as { data?: Record<string, unknown> }) };
}

/** The security administrator makes the machine known, for this door alone. */
async function known(w: World, door: string): Promise<Key> {
  const security: StaffActor = { kind: 'staff', id: '9102', name: '魏然', role: 'administrator', adminRole: 'security', departmentCode: 'INFO', wardCode: undefined, door: 'http', origin: 'desk:test', session: { id: 's', terminal: 'desk', address: '127.0.0.1', steppedUpAt: w.now() } };
  const create = w.hospital.service.modules.flatMap((module) => module.actions ?? []).find(({ name }) => name === 'api-clients.create');
  const { key: id, secret } = await w.hospital.service.corridor.run(security, create as unknown as Action<unknown, GivenKey>, { code: door, name: door, allowed: [door], addresses: ['127.0.0.0/8'], algorithm: 'hmac-sha256' });
  return { id, algorithm: 'hmac-sha256', secret: Buffer.from(secret, 'base64url') };
}

const at = (seconds: number): Date => new Date(seconds * 1000);
const ring = (fill: number, version: number): KeyRing => createRing(new Map([[version, Buffer.alloc(32, fill)]]), { algorithm: 'sm4-gcm' });

test.serial('a doctor enters: jose accepts the ticket by the published keys, for this audience and one minute; nobody else gets one', async (t) => {
  const { w } = t.context;
  const doctor = await w.signIn('1001');
  t.like((await doctor('GET', '/doctor-station')).data, { name: '门诊医生站' });
  const enter = async (container: string): Promise<StationWay> => (await doctor('POST', '/doctor-station/openings', { container })).data as unknown as StationWay;
  const [page, chat, mini] = [await enter('browser'), await enter('dingtalk'), await enter('wecom')];
  t.deepEqual([page.kind, chat.kind, mini.kind], ['page', 'dingtalk', 'wecom']);
  t.like(mini, { appId: 'wx5000' });
  t.true(chat.kind === 'dingtalk' && chat.address.startsWith('dingtalk://dingtalkclient/action/open_mini_app?miniAppId=5000'));

  const keys = createRemoteJWKSet(new URL(`${w.url}/api/doctor-station/jwks.json`));
  const asked = { audience: 'qh-clinic', issuer: 'http://localhost:3000', algorithms: ['ES256'], maxTokenAge: 60, currentDate: w.now() };
  const { payload } = await jwtVerify(ticketIn(page), keys, asked);
  t.like(payload, { sub: '1001', name: '李静', department: 'CARD', departmentName: '心血管内科' });
  t.is((payload.exp ?? 0) - (payload.iat ?? 0), 60);
  await t.throwsAsync(jwtVerify(ticketIn(page), keys, { ...asked, audience: 'another' }), { instanceOf: errors.JWTClaimValidationFailed });
  await t.throwsAsync(jwtVerify(ticketIn(page), keys, { ...asked, currentDate: new Date(w.now().getTime() + 61_000) }), { instanceOf: errors.JWTExpired });
  await t.throwsAsync(jwtVerify(ticketIn(page).replace(/.{6}$/, 'AAAAAA'), keys, asked), { instanceOf: errors.JWSSignatureVerificationFailed });
  t.not(ticketIn(page).split('.')[1], ticketIn(chat).split('.')[1], 'each has a number of its own');

  for (const who of ['2004', '9101', '9102']) {
    const other = await w.signIn(who);
    t.like((await other('GET', '/doctor-station')).data, { name: null }, who);
    t.like(await other('POST', '/doctor-station/openings', { container: 'browser' }), { status: 403 }, who);
  }
  const { prisma } = w.hospital.database;
  t.is(await prisma.audit.count({ where: { act: 'doctor-station.open', actor: 'staff:1001', outcome: 'allowed' } }), 3);
  t.is(await prisma.audit.count({ where: { act: 'doctor-station.open', outcome: 'refused' } }), 3);
});

test.serial('handed in by the other side it says who it is, once, within its minute, to whom the door was opened alone', async (t) => {
  const { w } = t.context;
  const { prisma } = w.hospital.database;
  const ticket = async (): Promise<string> => ticketIn((await (await w.signIn('1001'))('POST', '/doctor-station/openings', { container: 'browser' })).data as unknown as StationWay);
  const one = await ticket();
  t.is((await redeem(w, await known(w, 'status'), one)).status, 401, 'a machine with another door');
  const key = await known(w, 'doctor-station');
  const first = await redeem(w, key, one);
  t.is(first.status, 200);
  t.like(first.body?.data, { number: '1001', name: '李静', department: 'CARD' });
  t.is((await redeem(w, key, one)).body?.error?.code, 'doctor-station.used');
  const late = await ticket();
  w.tick(60_000);
  t.is((await redeem(w, key, late)).body?.error?.code, 'doctor-station.over');
  t.is((await redeem(w, key, late.replace(/.{6}$/, 'AAAAAA'))).body?.error?.code, 'doctor-station.unknown');
  t.true((await prisma.audit.count({ where: { act: 'doctor-station.redeem', outcome: 'allowed' } })) === 1);
});

test('SM2: the same in the suite of this country, by a key of its own; a ticket of another key or algorithm is not read', (t) => {
  const said: Claims = { iss: 'https://w.test', aud: 'a', sub: '1001', name: '李静', department: 'CARD', departmentName: '心内科', jti: 'j', iat: 1, exp: 61 };
  const keys = ticketKeys(ring(1, 3), 'SM2');
  const ticket = keys.sign(said);
  t.deepEqual(keys.read(ticket), said);
  const [head = '', body = '', signature = ''] = ticket.split('.');
  t.deepEqual(JSON.parse(Buffer.from(head, 'base64url').toString()), { alg: 'SM2', kid: '3', typ: 'JWT' });
  const [jwk] = keys.published().keys;
  t.like(jwk, { kty: 'EC', crv: 'SM2', kid: '3', alg: 'SM2', use: 'sig' });
  const open = `04${['x', 'y'].map((axis) => Buffer.from(jwk?.[axis] ?? '', 'base64url').toString('hex')).join('')}`;
  t.true(sm2.doVerifySignature(`${head}.${body}`, Buffer.from(signature, 'base64url').toString('hex'), open, { hash: true }));
  for (const other of [ticketKeys(ring(2, 3), 'SM2'), ticketKeys(ring(1, 4), 'SM2'), ticketKeys(ring(1, 3), 'ES256')]) t.is(other.read(ticket), undefined);
  for (const bad of ['', 'a.b.c', `${head}.${body}`, `${ticket}.x`, ticket.slice(0, -4)]) t.is(keys.read(bad), undefined, bad);
});

test('who may, which way, how long', (t) => {
  const doctor = { role: 'doctor', departmentCode: 'CARD', isAdministrator: false };
  t.deepEqual([mayEnter({ roles: 'doctor' }, doctor), mayEnter({ roles: 'nurse' }, doctor), mayEnter({ roles: 'doctor', departments: 'EYE,CARD' }, doctor), mayEnter({ roles: 'doctor', departments: 'EYE' }, doctor), mayEnter({ roles: 'doctor' }, { ...doctor, isAdministrator: true })], [true, false, true, false, false]);
  t.is(wayOf({ wecomPath: 'p?t={ticket}' }, 'browser', 'T'), undefined);
  t.deepEqual(wayOf({ wecomAppId: 'w', wecomPath: 'p?t={ticket}', url: 'https://a/{ticket}' }, 'dingtalk', 'T'), { kind: 'page', address: 'https://a/T' });
  const claims: Claims = { iss: 'i', aud: 'a', sub: '1', name: '', department: '', departmentName: '', jti: 'j', iat: 100, exp: 160 };
  t.deepEqual([troubleOf(claims, { iss: 'i', aud: 'a' }, at(159), 100), troubleOf(claims, { iss: 'i', aud: 'a' }, at(160), 100), troubleOf(claims, { iss: 'i', aud: 'a' }, at(120), 101), troubleOf(claims, { iss: 'i', aud: 'b' }, at(120), 0)], [undefined, 'over', 'over', 'unknown']);
});
