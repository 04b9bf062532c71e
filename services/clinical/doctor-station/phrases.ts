/** What a person, or the other side, reads of this module. */
export const phrases = {
  'doctor-station.no-way': '这里还没有可以打开的门诊医生站，请在钉钉或企业微信里打开，或请信息科补上网页地址。',
  'doctor-station.unknown': '凭证不是本系统签发给您的。',
  'doctor-station.over': '凭证已过期，请让医生重新进入。',
  'doctor-station.used': '凭证已经用过，请让医生重新进入。',
} as const;

/** What people do here, as the audit calls it. */
export const actNames = {
  'doctor-station.entry': '查看门诊医生站入口',
  'doctor-station.open': '进入门诊医生站',
  'doctor-station.redeem': '核对门诊医生站的进入凭证',
} as const;
