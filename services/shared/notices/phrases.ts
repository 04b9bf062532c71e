export const phrases = {
  'notices.old-button': '这张卡片已经更新，请看最新内容后再操作。',
  'notices.help': '您可以发“待办”看等您处理的事，“查 张三”或“12床”找患者，“门诊 今天”看出诊，“床位”“手术 明天”看病区和手术排台。其它功能请从工作台打开移动医护。',
  'notices.no-platform': '医院还没有接入这个平台，请联系信息科。',
  'notices.foreign-page': '这个页面不是本系统的，不能使用平台的扫码等功能。',
} as const;

/** By what somebody was woken beside a card, and what came of it. */
export const dingWords = { app: 'DING 应用内', sms: 'DING 短信', phone: 'DING 电话' } as const;
export const dingedWords = { sent: '已发出', failed: '没有发出', unsure: '不确定是否发出' } as const;

/** Of a card whose person has a newer one. */
export const cardWords = { newer: '已有新的卡片', lookThere: '请在最新的卡片上查看和操作。' } as const;
