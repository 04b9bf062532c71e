/** From which systems contents are fetched that messages only name by address. */
import { isIP } from 'node:net';
import { z } from 'zod';

/** `emr.example` is its ports 80 and 443; `emr.example:8080` that port alone. */
const host = /^(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])(?::\d{1,5})?$/;

function isNetwork(text: string): boolean {
  const [address = '', bits] = text.split('/');
  const family = isIP(address);
  const most = family === 4 ? 32 : 128;
  return family !== 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most));
}

const listOf = (isFine: (each: string) => boolean, message: string) => z.string().transform((text) => text.split(',').map((each) => each.trim().toLowerCase()).filter((each) => each !== '')).refine((all) => all.every(isFine), { message });

export const originalsSettings = z.object({
  hosts: listOf((each) => host.test(each), '主机名或主机名:端口，用逗号分开').describe('只从这些主机取消息里用地址写明的文书内容，如 emr.example,pacs.example:8080；不写端口的是 80 和 443；不填则不取'),
  networks: listOf(isNetwork, '地址或网段，如 10.0.0.0/8，用逗号分开').default([]).describe('这些主机在院内网的，写明允许的地址或网段，如 10.20.0.0/16；没有写的内网地址一律不访问'),
  timeoutMs: z.coerce.number().int().positive().max(110_000).default(20_000).describe('取一份内容最长的毫秒数'),
  maxBytes: z.coerce.number().int().positive().max(33_554_432).default(16_777_216).describe('一份内容最大字节数'),
});
export type OriginalsSettings = z.output<typeof originalsSettings>;
