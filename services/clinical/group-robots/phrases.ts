/** What a ward's group reads, and what people read at the desk where its robots are kept. */
export const robotWords = {
  opened: '{ward} {bed} 有危急值，请查看工作通知',
  escalated: '{ward} {bed} 的危急值还没有人确认，请查看工作通知',
  trial: '{ward} 的危急值提醒会发到这个群（测试）',
  noBed: '有患者',
} as const;

export const phrases = {
  'group-robots.not-your-ward': '您不管理这个病区的群机器人。请联系该病区护士长。',
  'group-robots.address': '这不是{platform}群机器人的地址，请从群设置里整条复制。',
  'group-robots.refused': '{platform}没有接受：{why}。请核对地址和加签密钥后重新添加。',
  'group-robots.later': '暂时没有发出去，请稍后再试。',
} as const;

export const platformWords = { dingtalk: '钉钉', wecom: '企业微信' } as const;

/** By the platform's own code; the code itself where it is not known. */
export const refusalWords: Readonly<Record<string, string>> = {
  '310000': '加签密钥不对，或安全设置不符（310000）',
  '300001': '机器人不存在或已删除（300001）',
  '300005': '机器人不存在或已删除（300005）',
  '400102': '机器人已停用（400102）',
  '93000': '地址不对或机器人已删除（93000）',
};

export const actNames = {
  'group-robots.list': '查看病区群机器人',
  'group-robots.add': '添加病区群机器人',
  'group-robots.end': '停用病区群机器人',
  'group-robots.try': '测试病区群机器人',
  'group-robots.note-trial': '记录群机器人测试结果',
} as const;
