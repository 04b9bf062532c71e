/** A channel agreed on by hand, for envelopes no page of ours would send. */
import { randomBytes } from 'node:crypto';
import { offerEcdh } from '../../../h5/src/app/channel-ecdh.ts';
import type { World } from '../../kit/world.ts';

export interface Channel {
  readonly kid: string;
  /** The usual header, with what is to be different. */
  readonly header: (more?: Readonly<Record<string, unknown>>) => Record<string, unknown>;
  readonly seal: (header: Record<string, unknown>, call: unknown) => Promise<string>;
  readonly open: (compact: string) => Promise<{ readonly status: number; readonly body: { readonly error?: { readonly code: string } } }>;
}

const jti = (): string => randomBytes(16).toString('base64url');

export async function channel(w: World): Promise<Channel> {
  const offer = await offerEcdh();
  const answer = await fetch(`${w.url}/api/channel`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ suite: offer.suite, key: offer.key }) });
  const { data } = (await answer.json()) as { data: { id: string; key: string } };
  const keys = await offer.accept(data.key);
  return {
    kid: data.id,
    header: (more = {}) => ({ kid: data.id, iat: w.now().getTime() / 1000, jti: jti(), ...more }),
    seal: (header, call) => keys.seal(header, new TextEncoder().encode(typeof call === 'string' ? call : JSON.stringify(call))),
    open: async (compact) => JSON.parse(new TextDecoder().decode((await keys.open(compact)).plain)) as never,
  };
}

export interface Sent {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

export async function post(w: World, body: string, headers: Readonly<Record<string, string>>): Promise<Sent> {
  const answer = await fetch(`${w.url}/api/call`, { method: 'POST', headers: { 'content-type': 'application/jose', 'x-wardline': '1', ...headers }, body });
  return { status: answer.status, type: answer.headers.get('content-type') ?? '', text: await answer.text() };
}
