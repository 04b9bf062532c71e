/** For tests: a browser with a jar for its cookies, and a security key in software. */
import { createHash, createSign, generateKeyPairSync, randomBytes } from 'node:crypto';
import { createCaller } from '../../../h5/src/app/channel.ts';

const edge = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36 Edg/120.0';

export interface Answer {
  readonly status: number;
  readonly data: never;
  readonly error: { readonly code: string; readonly message: string };
}

export interface Browser {
  readonly jar: Map<string, string>;
  call(method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>;
}

/** With our page's own way of calling; a jar that is handed in is used as it is. */
export function browser(url: string, now: () => Date, { userAgent = edge, jar = new Map<string, string>() } = {}): Browser {
  const send: typeof fetch = async (input, init) => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    // Each call on a connection of its own: on a busy machine the server closes a kept one just when it is used again.
    const headers = { ...(init?.headers as Record<string, string>), 'user-agent': userAgent, connection: 'close', ...(cookie === '' ? {} : { cookie }) };
    const answer = await fetch(input, { ...init, headers });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '') jar.delete(name);
      else jar.set(name, value);
    }
    return answer;
  };
  const caller = createCaller({ origin: url, fetch: send, now: () => now().getTime() });
  const call: Browser['call'] = async (method, path, body, headers = {}) => {
    const { status, body: said } = await caller.call({ method: method as 'GET', path, body, headers }, AbortSignal.timeout(60_000));
    return { status, ...(said as Omit<Answer, 'status'>) };
  };
  return { jar, call };
}

interface Options {
  readonly challenge: string;
}

export interface SecurityKey {
  readonly id: string;
  register(options: Options, flags?: number): object;
  answer(options: Options, more?: { readonly counter?: number; readonly flags?: number; readonly origin?: string }): object;
}

/** User present and verified; an attested credential follows. */
const verified = 0x05;
const attested = 0x40;

const clientData = (type: string, { challenge }: Options, from: string): Buffer => Buffer.from(JSON.stringify({ type, challenge, origin: from, crossOrigin: false }));

/** ES256, attestation `none`, as platform authenticators register. */
export function securityKey(rpId: string, origin: string): SecurityKey {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const credential = randomBytes(16);
  const id = credential.toString('base64url');
  const rpHash = createHash('sha256').update(rpId).digest();
  let signed = 0;
  const dataOf = (flags: number, counter: number): Buffer => {
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter);
    return Buffer.concat([rpHash, Buffer.from([flags]), count]);
  };
  const answer = (response: Record<string, Buffer>): object => ({ id, rawId: id, type: 'public-key', clientExtensionResults: {}, response: Object.fromEntries(Object.entries(response).map(([name, bytes]) => [name, bytes.toString('base64url')])) });

  return {
    id,
    register: (options, flags = verified) => {
      // COSE_Key: {1: 2, 3: -7, -1: 1, -2: x, -3: y}
      const key = Buffer.concat([Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20]), Buffer.from(x, 'base64url'), Buffer.from([0x22, 0x58, 0x20]), Buffer.from(y, 'base64url')]);
      const authData = Buffer.concat([dataOf(flags | attested, 0), Buffer.alloc(16), Buffer.from([0, credential.length]), credential, key]);
      // {"fmt": "none", "attStmt": {}, "authData": bytes}
      const head = Buffer.concat([Buffer.from([0xa3]), text('fmt'), text('none'), text('attStmt'), Buffer.from([0xa0]), text('authData'), Buffer.from([0x58, authData.length])]);
      return answer({ clientDataJSON: clientData('webauthn.create', options, origin), attestationObject: Buffer.concat([head, authData]) });
    },
    answer: (options, { counter = ++signed, flags = verified, origin: from = origin } = {}) => {
      const authenticatorData = dataOf(flags, counter);
      const clientDataJSON = clientData('webauthn.get', options, from);
      const signature = createSign('sha256').update(authenticatorData).update(createHash('sha256').update(clientDataJSON).digest()).sign(privateKey);
      return answer({ clientDataJSON, authenticatorData, signature });
    },
  };
}

/** A CBOR text string of fewer than 24 bytes. */
const text = (word: string): Buffer => Buffer.concat([Buffer.from([0x60 + word.length]), Buffer.from(word)]);
