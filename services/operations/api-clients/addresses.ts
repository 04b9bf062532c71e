/** Network ranges (CIDR) a client may call from. */
import { BlockList, isIP } from 'node:net';
import { refusals } from '../../core/phrases.ts';
import { phrases } from './phrases.ts';

const refuse = refusals(phrases);

/** @throws Refusal `api-clients.bad-address` */
export function checkAddresses(addresses: readonly string[]): void {
  for (const address of addresses) if (partsOf(address) === undefined) throw refuse('api-clients.bad-address', { address });
}

/** No range at all: from anywhere. */
export function isWithin(addresses: readonly string[], address: string): boolean {
  if (addresses.length === 0) return true;
  const list = new BlockList();
  for (const { net, prefix, family } of addresses.map(partsOf).filter((parts) => parts !== undefined)) list.addSubnet(net, prefix, family);
  // A socket open for both families writes IPv4 addresses this way.
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
  const family = isIP(plain);
  return family !== 0 && list.check(plain, family === 4 ? 'ipv4' : 'ipv6');
}

function partsOf(text: string): { net: string; prefix: number; family: 'ipv4' | 'ipv6' } | undefined {
  const [, net = '', written] = /^([0-9a-f.:]+)(?:\/(\d{1,3}))?$/i.exec(text) ?? [];
  const version = isIP(net);
  const most = version === 4 ? 32 : 128;
  const prefix = written === undefined ? most : Number(written);
  return version === 0 || prefix > most ? undefined : { net, prefix, family: version === 4 ? 'ipv4' : 'ipv6' };
}
