/** What a person reads of this module. */
export const phrases = {
  'documents.not-kept': '这份文书的内容没有保存在这里，请到原系统查看。',
} as const;

/** What people do here, as the audit calls it. */
export const actNames = {
  'documents.list': '查看患者文书和报告单目录',
  'documents.show': '查看一份文书的信息',
  'documents.read': '阅读一份文书',
  'documents.content': '打开一份文书或报告单',
} as const;
