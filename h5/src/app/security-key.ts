/** Device-bound keys in this browser. Loaded when somebody uses one. */
import type { PublicKeyCredentialCreationOptionsJSON, PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/browser';
import { Trouble } from './api.ts';

export function keysWork(): boolean {
  return 'PublicKeyCredential' in globalThis;
}

interface Options {
  readonly challenge: string;
}

/** The service's options as they came: its schema names only what we look at. */
export function showKey(options: Options): Promise<unknown> {
  return asked(async () => (await import('@simplewebauthn/browser')).startAuthentication({ optionsJSON: options as PublicKeyCredentialRequestOptionsJSON }));
}

export function makeKey(options: Options): Promise<unknown> {
  return asked(async () => (await import('@simplewebauthn/browser')).startRegistration({ optionsJSON: options as PublicKeyCredentialCreationOptionsJSON }));
}

async function asked(ask: () => Promise<unknown>): Promise<unknown> {
  try {
    return await ask();
  } catch (error) {
    const known = error instanceof Error && error.name === 'InvalidStateError';
    throw new Trouble('refused', 'page.no-key', known ? '这个安全密钥已经登记过。' : '没有读到安全密钥：可能取消了、超时了，或这台设备不支持。请再试一次，或换一种方式。');
  }
}
