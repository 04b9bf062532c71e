/** A machine client that pushes FHIR to the service of a world: signed, or with a bearer token. */
import { randomBytes } from 'node:crypto';
import type { FhirResource } from 'fhir/r4.js';
import type { StaffActor } from '../../services/core/access.ts';
import { signRequest } from '../../services/core/machine-signature.ts';
import type { Action } from '../../services/core/module.ts';
import type { GivenKey } from '../../services/operations/api-clients/schema.ts';
import type { World } from './world.ts';

export interface FhirAnswer {
  readonly status: number;
  readonly type: string;
  readonly location: string | null;
  readonly text: string;
  readonly resource: FhirResource;
}

export interface FhirSender {
  readonly key: GivenKey;
  /** `path` below `/api/machine/fhir`. */
  send(method: string, path: string, body?: string | Uint8Array, headers?: Readonly<Record<string, string>>): Promise<FhirAnswer>;
}

export async function fhirSender(w: World, more: { readonly code?: string; readonly algorithm?: GivenKey['algorithm']; readonly allowed?: readonly string[] } = {}): Promise<FhirSender> {
  const actor: StaffActor = { kind: 'staff', id: '9102', name: '魏然', role: 'administrator', adminRole: 'security', departmentCode: 'INFO', wardCode: undefined, door: 'http', origin: 'desk:test', session: { id: 's', terminal: 'desk', address: '127.0.0.1', steppedUpAt: w.now() } };
  const create = w.hospital.service.modules.flatMap((module) => module.actions ?? []).find(({ name }) => name === 'api-clients.create') as unknown as Action<unknown, GivenKey>;
  const key = await w.hospital.service.corridor.run(actor, create, { code: 'emr', name: '电子病历', allowed: ['fhir'], addresses: [], algorithm: 'hmac-sha256', ...more });
  return {
    key,
    send: async (method, path, body, headers = {}) => {
      const at = `/api/machine/fhir${path}`;
      const bytes = Buffer.from(body ?? '');
      const answer = await fetch(w.url + at, { method, headers: { 'content-type': 'application/fhir+json', ...proof(w, key, method, at, bytes), ...headers }, ...(body !== undefined && { body: bytes }) });
      const text = await answer.text();
      return { status: answer.status, type: answer.headers.get('content-type') ?? '', location: answer.headers.get('location'), text, resource: JSON.parse(text) as FhirResource };
    },
  };
}

function proof(w: World, { key: id, algorithm, secret }: GivenKey, method: string, path: string, body: Buffer): Record<string, string> {
  if (algorithm === 'bearer') return { authorization: `Bearer ${secret}` };
  return signRequest({ id, algorithm, secret: Buffer.from(secret, 'base64url') }, { method, path, query: '?', body }, w.now(), randomBytes(12).toString('base64url'));
}
