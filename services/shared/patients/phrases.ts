/** Every sentence of this module that a person reads. */
export const phrases = {
  'patients.too-many-shown': '您在一小时内已显示 {most} 次完整信息，请稍后再查看。急需时请联系安全管理员。',
  'patients.unreadable': '这一项打不开，可能是密钥不对或数据损坏。请联系信息科；要用请先向患者本人核对。',
  'patients.no-such-number': '没有这个病历号，请核对后重新输入。',
  'patients.one-already': '这两个病历号已经属于同一位患者，不用再合并。',
  'patients.newer-word': '业务系统对这个病历号有更新的说法，这里没有改动。请在业务系统里处理，或过一会儿再试。',
  'patients.not-merged': '这个病历号没有合并到别的患者，不用拆分。',
} as const;

/** In the place of a value that does not open. */
export const unreadableWords = '打不开，请联系信息科';
