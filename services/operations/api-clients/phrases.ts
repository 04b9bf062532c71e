/** Every sentence of this module that a person reads. */
export const phrases = {
  'api-clients.taken': '已经有代号为“{id}”的客户端。请换一个代号。',
  'api-clients.two-keys': '这个客户端已有两把可用的密钥。请先停用一把再新增。',
  'api-clients.key-over': '这把密钥已经停用，不用再停。请刷新看最新状态。',
  'api-clients.unknown-door': '没有名为“{door}”的接口。请刷新页面后再选。',
  'api-clients.bad-address': '“{address}”不是网段或地址。请写成 10.0.0.0/8 或 10.1.2.3。',
} as const;
