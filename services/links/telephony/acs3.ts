/** Alibaba Cloud's signature ACS3-HMAC-SHA256 of RPC calls: parameters in the query, no body. Pure. */
import { createHash, createHmac } from 'node:crypto';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const encoded = (text: string): string => encodeURIComponent(text).replaceAll(/[!'()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`);
const inOrder = ([one]: readonly [string, string], [other]: readonly [string, string]): number => (one < other ? -1 : 1);

export interface AcsCall {
  readonly host: string;
  readonly action: string;
  readonly version: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** `2023-10-26T10:22:32Z` */
  readonly date: string;
  readonly nonce: string;
}

export const acsQuery = (parameters: AcsCall['parameters']): string => Object.entries(parameters).toSorted(inOrder).map(([name, value]) => `${encoded(name)}=${encoded(value)}`).join('&');

/** All headers but `host`, which the connection writes. */
export function acsHeaders({ host, action, version, parameters, date, nonce }: AcsCall, key: { readonly id: string; readonly secret: string }): Record<string, string> {
  const body = sha256('');
  const headers = { 'host': host, 'x-acs-action': action, 'x-acs-content-sha256': body, 'x-acs-date': date, 'x-acs-signature-nonce': nonce, 'x-acs-version': version };
  const names = Object.keys(headers).join(';');
  const canonical = ['POST', '/', acsQuery(parameters), ...Object.entries(headers).map(([name, value]) => `${name}:${value}`), '', names, body].join('\n');
  const signature = createHmac('sha256', key.secret).update(`ACS3-HMAC-SHA256\n${sha256(canonical)}`).digest('hex');
  const { host: _host, ...sent } = headers;
  return { ...sent, authorization: `ACS3-HMAC-SHA256 Credential=${key.id},SignedHeaders=${names},Signature=${signature}` };
}
