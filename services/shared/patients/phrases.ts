/** Every sentence of this module that a person reads. */
export const phrases = {
  'patients.too-many-shown': '您在一小时内已显示 {most} 次完整信息，请稍后再查看。急需时请联系安全管理员。',
} as const;
