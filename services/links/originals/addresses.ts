/** Which addresses may be asked, and whether what came is what was promised. Asks nobody. */
import { BlockList, isIP } from 'node:net';
import type { OriginalsSettings } from './settings.ts';

/** Not of the public internet: this machine, private networks, link-local (metadata of clouds), carrier's, multicast, reserved. */
const inside = networksOf([
  '0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24', '192.168.0.0/16', '198.18.0.0/15', '224.0.0.0/3',
  '::/127', '64:ff9b::/96', 'fc00::/7', 'fe80::/10', 'ff00::/8',
]);

export function networksOf(all: readonly string[]): BlockList {
  const list = new BlockList();
  for (const each of all) {
    const [address = '', bits] = each.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    list.addSubnet(address, Number(bits ?? (family === 'ipv6' ? 128 : 32)), family);
  }
  return list;
}

/** An IPv4 address inside an IPv6 one is judged as what it is. */
function plainOf(address: string): string {
  return /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address;
}

const holds = (list: BlockList, address: string): boolean => list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');

export function mayConnect(address: string, allowed: BlockList): boolean {
  const plain = plainOf(address);
  return isIP(plain) !== 0 && (!holds(inside, plain) || holds(allowed, plain));
}

/** The address as a URL, `undefined` where it is none; a relative one is the base's, where there is one. */
export function readAddress(address: string, base: string | undefined): URL | undefined {
  const url = URL.parse(address) ?? (base === undefined || /^[\\/]{2}/.test(address) ? null : URL.parse(address.replace(/^\/+/, ''), `${base}/`));
  if (url === null || !['http:', 'https:'].includes(url.protocol) || url.username !== '' || url.password !== '') return undefined;
  return url;
}

export function isListed({ hostname, port, protocol }: URL, { hosts }: Pick<OriginalsSettings, 'hosts'>): boolean {
  const used = port === '' ? (protocol === 'https:' ? '443' : '80') : port;
  return hosts.includes(`${hostname}:${used}`) || ((used === '80' || used === '443') && hosts.includes(hostname));
}

const unsaid = new Set(['', 'application/octet-stream', 'binary/octet-stream']);
const plainType = (type: string): string => type.split(';')[0]?.trim().toLowerCase() ?? '';
const familyOf = (type: string): string => (/xml/.test(type) ? 'xml' : /rtf/.test(type) ? 'rtf' : type);

/** Promised and sent agree, or one of them says nothing; a page where a file was promised is a login or an error. */
export function isPromised(promised: string, sent: string, bytes: Buffer): boolean {
  const [one, other] = [plainType(promised), plainType(sent)];
  if (one === 'application/pdf') return bytes.subarray(0, 1024).includes('%PDF-');
  return unsaid.has(one) || unsaid.has(other) || familyOf(one) === familyOf(other);
}

/** What it is, by its first bytes, else by what was sent, else by what was promised. */
export function typeOf(promised: string, sent: string, bytes: Buffer): string {
  if (bytes.subarray(0, 5).toString('latin1') === '%PDF-') return 'application/pdf';
  if (/xml/.test(`${promised} ${sent}`) && bytes.subarray(0, 4096).includes('<ClinicalDocument')) return 'application/hl7-cda+xml';
  return unsaid.has(plainType(sent)) ? promised : plainType(sent);
}

/** Text of another character set as UTF-8, as all contents are kept. */
export function inUtf8(mediaType: string, sent: string, bytes: Buffer): Buffer {
  const charset = /charset="?([\w-]+)/i.exec(sent)?.[1]?.toLowerCase();
  if (!mediaType.startsWith('text/') || charset === undefined || charset === 'utf-8') return bytes;
  try {
    return Buffer.from(new TextDecoder(charset).decode(bytes), 'utf8');
  } catch {
    return bytes;
  }
}
