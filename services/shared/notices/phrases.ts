export const phrases = {
  'notices.old-button': '这张卡片已经更新，请看最新内容后再操作。',
  'notices.help': '您可以发“待办”查看等您处理的事项。其它功能请从工作台打开移动医护。',
} as const;
