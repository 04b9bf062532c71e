/** Every sentence of this module that a person reads. */
export const phrases = {
  'keys.running': '换钥正在进行，请等它完成。',
  'keys.nothing-waiting': '所有内容都已经用最新的密钥封存，不需要换钥。',
  'keys.still-sealing': '第 {version} 版正在用来封存，不能停用。请先加入新密钥并完成换钥。',
  'keys.still-needed': '还有 {values} 项内容用第 {version} 版封存，停用后就打不开了。请先完成换钥。',
  'keys.bound': '第 {version} 版还有不能换钥的内容（签名密钥、审计链等），要一直保留。',
  'keys.unknown-version': '没有第 {version} 版密钥，可能已经去掉。请刷新后再看。',
} as const;
