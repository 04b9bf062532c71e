/** Every sentence of this module that a person reads. */
export const phrases = {
  'patients.too-many-shown': '您在一小时内已显示 {most} 次完整信息，请稍后再查看。急需时请联系安全管理员。',
  'patients.unreadable': '这一项打不开，可能是密钥不对或数据损坏。请联系信息科；要用请先向患者本人核对。',
} as const;

/** In the place of a value that does not open. */
export const unreadableWords = '打不开，请联系信息科';
