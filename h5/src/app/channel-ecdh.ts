/** `ecdh-a256gcm` with the browser's own cryptography, which exists on https and localhost only. */
import { base64url, CompactEncrypt, compactDecrypt } from 'jose';
import type { Offer, PageKeys } from './channel-suite.ts';

/** A key of WebCrypto, by the name every runtime's types have. */
type Key = Awaited<ReturnType<typeof globalThis.crypto.subtle.importKey>>;

const curve = { name: 'ECDH', namedCurve: 'P-256' } as const;

export async function offerEcdh(): Promise<Offer> {
  const { subtle } = globalThis.crypto;
  const pair = await subtle.generateKey(curve, false, ['deriveBits']);
  const ours = new Uint8Array(await subtle.exportKey('raw', pair.publicKey));
  return {
    suite: 'ecdh-a256gcm',
    key: base64url.encode(ours),
    accept: async (answer) => {
      const theirs = new Uint8Array(base64url.decode(answer));
      const secret = await subtle.deriveBits({ name: 'ECDH', public: await subtle.importKey('raw', theirs, curve, false, []) }, pair.privateKey, 256);
      const base = await subtle.importKey('raw', secret, 'HKDF', false, ['deriveKey']);
      const salt = new Uint8Array([...ours, ...theirs]);
      const key = (way: string, usage: 'encrypt' | 'decrypt'): Promise<Key> =>
        subtle.deriveKey({ name: 'HKDF', hash: 'SHA-256', salt, info: new TextEncoder().encode(`wardline channel ${way}`) }, base, { name: 'AES-GCM', length: 256 }, false, [usage]);
      return keysOf(await key('request', 'encrypt'), await key('response', 'decrypt'));
    },
  };
}

function keysOf(request: Key, response: Key): PageKeys {
  return {
    seal: (header, plain) => new CompactEncrypt(plain).setProtectedHeader({ alg: 'dir', enc: 'A256GCM', ...header }).encrypt(request),
    open: async (compact) => {
      const { plaintext, protectedHeader } = await compactDecrypt(compact, response, { keyManagementAlgorithms: ['dir'], contentEncryptionAlgorithms: ['A256GCM'] });
      return { header: protectedHeader, plain: plaintext };
    },
  };
}
