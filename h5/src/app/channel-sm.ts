/**
 * `sm2-sm4gcm` in plain JavaScript: where the hospital chose Chinese cryptography, and where a browser has no WebCrypto
 * because the page came by plain http. Loaded only then.
 */
import { base64url } from 'jose';
import { sm2, sm4 } from 'sm-crypto-v2';
import type { Offer, PageKeys } from './channel-suite.ts';

export async function offerSm(): Promise<Offer> {
  // Its random pool is filled from the browser's generator, which is there without https too.
  await sm2.initRNGPool();
  const pair = sm2.generateKeyPairHex();
  return {
    suite: 'sm2-sm4gcm',
    key: pair.publicKey,
    accept: async (answer) => {
      const both = sm2.doDecrypt(answer, pair.privateKey, 1, { output: 'array' });
      if (both.length !== 32) throw new Error('no keys');
      return keysOf(both.subarray(0, 16), both.subarray(16));
    },
  };
}

function keysOf(request: Uint8Array, response: Uint8Array): PageKeys {
  return {
    seal: async (header, plain) => {
      const bound = base64url.encode(JSON.stringify({ alg: 'dir', enc: 'SM4-GCM', ...header }));
      const iv = globalThis.crypto.getRandomValues(new Uint8Array(12));
      const { output, tag } = sm4.encrypt(plain, request, { mode: 'gcm', iv, associatedData: new TextEncoder().encode(bound), output: 'array', outputTag: true, padding: 'none' });
      if (tag === undefined) throw new Error('no tag');
      return [bound, '', base64url.encode(iv), base64url.encode(new Uint8Array(output)), base64url.encode(new Uint8Array(tag))].join('.');
    },
    open: async (compact) => {
      const [bound = '', , iv = '', data = '', tag = ''] = compact.split('.');
      const header = JSON.parse(new TextDecoder().decode(base64url.decode(bound))) as Record<string, unknown>;
      const proof = base64url.decode(tag);
      if (header['alg'] !== 'dir' || header['enc'] !== 'SM4-GCM' || proof.length !== 16) throw new Error('another suite');
      const plain = sm4.decrypt(base64url.decode(data), response, { mode: 'gcm', iv: base64url.decode(iv), tag: proof, associatedData: new TextEncoder().encode(bound), output: 'array', padding: 'none' });
      return { header, plain: new Uint8Array(plain) };
    },
  };
}
