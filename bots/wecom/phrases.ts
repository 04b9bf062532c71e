/** Sentences of the WeCom side that people read. Those of an administrator are beside the check they belong to. */
export const phrases = {
  textOnly: '暂时只能看懂文字消息，请把要说的打成文字再发一次。',
  groupOnly: '病人的事请不要在群里说，点我的头像单独聊。',
  pressFailed: '刚才的操作没有成功，请点卡片打开详情再试一次。',
  lineFailed: '刚才没有处理好，请稍后再发一次。',
} as const;
