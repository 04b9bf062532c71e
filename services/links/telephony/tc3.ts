/** Tencent Cloud's signature TC3-HMAC-SHA256 of a JSON call. Pure. */
import { createHash, createHmac } from 'node:crypto';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const mac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

export const tcContentType = 'application/json; charset=utf-8';

export function tcAuthorization(call: { readonly host: string; readonly service: string; readonly seconds: number; readonly body: string }, key: { readonly id: string; readonly secret: string }): string {
  const { host, service, seconds, body } = call;
  const date = new Date(seconds * 1000).toISOString().slice(0, 10);
  const names = 'content-type;host';
  const canonical = ['POST', '/', '', `content-type:${tcContentType}`, `host:${host}`, '', names, sha256(body)].join('\n');
  const scope = `${date}/${service}/tc3_request`;
  const signing = mac(mac(mac(`TC3${key.secret}`, date), service), 'tc3_request');
  const signature = mac(signing, ['TC3-HMAC-SHA256', String(seconds), scope, sha256(canonical)].join('\n')).toString('hex');
  return `TC3-HMAC-SHA256 Credential=${key.id}/${scope}, SignedHeaders=${names}, Signature=${signature}`;
}
