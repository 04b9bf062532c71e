/** Tables and ciphers as an administrator calls them. */

const tables: Readonly<Record<string, string>> = {
  patient: '患者身份与联系方式',
  inbox_message: '收到的消息原文',
  totp: '动态口令',
  channel: '页面加密会话',
  api_client_key: '接口客户端密钥',
};

export function tableWords(table: string): string {
  return tables[table] ?? table;
}

export function algorithmWords(algorithm: string): string {
  return algorithm === 'sm4-gcm' ? '国密 SM4-GCM' : 'AES-256-GCM';
}

/** `v2-sm4` is `第 2 版（国密 SM4）`. */
export function formWords(form: string): string {
  if (form === 'plain') return '未封存';
  const [, version, sm4] = /^v(\d+)(-sm4)?$/.exec(form) ?? [];
  return version === undefined ? form : `第 ${version} 版${sm4 === undefined ? '' : '（国密 SM4）'}`;
}
