/** Every sentence of this module that a person reads. */
export const phrases = {
  'intake.no-message': '找不到这条消息的原文，可能已经按保存期限清理。请联系信息科核对。',
  'intake.no-reader': '这条消息的接入方式现在没有启用，不能重新读取。请先在设置里启用它。',
} as const;
