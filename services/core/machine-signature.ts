/**
 * Signed requests of machines: HTTP Message Signatures (RFC 9421) with `Content-Digest` (RFC 9530), of which we take one
 * form. `hmac-sha256` is registered; `hmac-sm3` and digest `sm3` are the same with SM3 (GB/T 32905), under names of ours.
 *
 *     Content-Digest: sha-256=:<base64>:
 *     Signature-Input: sig1=("@method" "@path" "@query" "content-digest");created=1795250000;nonce="…";keyid="…";alg="hmac-sha256"
 *     Signature: sig1=:<base64>:
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

export const machineAlgorithms = ['hmac-sha256', 'hmac-sm3'] as const;
export type MachineAlgorithm = (typeof machineAlgorithms)[number];

export interface SignedRequest {
  readonly method: string;
  /** As on the wire. */
  readonly path: string;
  /** With its `?`; `?` alone where there is none. */
  readonly query: string;
  readonly body: Uint8Array;
}

export interface SignatureParts {
  /** What stands behind the label: components and parameters, signed as they were written. */
  readonly input: string;
  readonly signature: Buffer;
  readonly digest: string;
  readonly keyId: string;
  readonly algorithm: MachineAlgorithm;
  readonly created: Date;
  readonly nonce: string;
}

interface Form {
  readonly hash: string;
  readonly digest: string;
}

const forms: Readonly<Record<MachineAlgorithm, Form>> = { 'hmac-sha256': { hash: 'sha256', digest: 'sha-256' }, 'hmac-sm3': { hash: 'sm3', digest: 'sm3' } };

const covered = '("@method" "@path" "@query" "content-digest")';
const label = /^([a-z][\w.*-]{0,31})=(.+)$/;

type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

/** `undefined` for anything but the one form. A header given twice is joined by node with a comma and has not that form. */
export function readSignature(headers: Headers): SignatureParts | undefined {
  const [input, signature, digest] = ['signature-input', 'signature', 'content-digest'].map((name) => headers[name]);
  if (typeof input !== 'string' || typeof signature !== 'string' || typeof digest !== 'string' || input.length > 600) return undefined;
  const [, name, params = ''] = label.exec(input) ?? [];
  const [, sameName, bytes = ''] = label.exec(signature) ?? [];
  const base64 = /^:([A-Za-z0-9+/]{43}=):$/.exec(bytes)?.[1];
  if (name === undefined || name !== sameName || base64 === undefined || !params.startsWith(`${covered};`)) return undefined;
  const { created, nonce, keyid, alg } = parametersOf(params.slice(covered.length)) ?? {};
  const algorithm = machineAlgorithms.find((known) => known === alg);
  if (created === undefined || nonce === undefined || keyid === undefined || algorithm === undefined) return undefined;
  return { input: params, signature: Buffer.from(base64, 'base64'), digest, keyId: keyid, algorithm, created: new Date(Number(created) * 1000), nonce };
}

/** `;created=…;nonce="…";keyid="…";alg="…"` in any order, each once, and nothing else. */
function parametersOf(text: string): Readonly<Partial<Record<string, string>>> | undefined {
  const found: Record<string, string> = {};
  const rest = text.replaceAll(/;(?:(created)=(\d{10})|(nonce)="([\w-]{16,64})"|(keyid)="([\w-]{1,64})"|(alg)="([\w-]{1,20})")/g, (_whole, ...groups: (string | undefined)[]) => {
    const [name, value] = groups.slice(0, 8).filter((group) => group !== undefined);
    if (name === undefined || value === undefined || found[name] !== undefined) return 'again';
    found[name] = value;
    return '';
  });
  return rest === '' ? found : undefined;
}

export function digestOf(algorithm: MachineAlgorithm, body: Uint8Array): string {
  const { hash, digest } = forms[algorithm];
  return `${digest}=:${createHash(hash).update(body).digest('base64')}:`;
}

function macOf(algorithm: MachineAlgorithm, secret: Buffer, request: SignedRequest, digest: string, input: string): Buffer {
  const lines = [`"@method": ${request.method}`, `"@path": ${request.path}`, `"@query": ${request.query}`, `"content-digest": ${digest}`, `"@signature-params": ${input}`];
  return createHmac(forms[algorithm].hash, secret).update(lines.join('\n')).digest();
}

/** Is this the signature of this secret over this request? */
export function isSignedBy(secret: Buffer, parts: SignatureParts, request: SignedRequest): boolean {
  const { algorithm, signature, digest, input } = parts;
  const mac = macOf(algorithm, secret, request, digest, input);
  return digest === digestOf(algorithm, request.body) && mac.length === signature.length && timingSafeEqual(mac, signature);
}

/** What a client sends; for those written with us, and for tests. */
export function signRequest(key: { readonly id: string; readonly algorithm: MachineAlgorithm; readonly secret: Buffer }, request: SignedRequest, created: Date, nonce: string): Record<'content-digest' | 'signature-input' | 'signature', string> {
  const digest = digestOf(key.algorithm, request.body);
  const input = `${covered};created=${Math.floor(created.getTime() / 1000)};nonce="${nonce}";keyid="${key.id}";alg="${key.algorithm}"`;
  const signature = macOf(key.algorithm, key.secret, request, digest, input).toString('base64');
  return { 'content-digest': digest, 'signature-input': `sig1=${input}`, signature: `sig1=:${signature}:` };
}
