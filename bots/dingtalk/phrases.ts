/** Every sentence of the DingTalk adapter that a person reads. */

/** On the card, for the person who pressed. */
export const PRESS = {
  working: '正在处理，请稍候，结果会显示在这张卡片上',
  lost: '没有记下来，请再按一次；还是不行请打电话',
} as const;

/** The long connection, for the operations page. */
export const HEALTH = {
  connected: (since: string): string => `长连接正常，自 ${since}`,
  elsewhere: '长连接由另一台服务保持',
  connecting: (attempt: number, why: string): string => `长连接断开（${why}），正在第 ${attempt} 次重连`,
  stopped: '长连接没有启动',
} as const;

/** The check-up: what was looked at, what was seen, what to do. */
export const CHECK = {
  secret: '钉钉：应用凭证',
  card: '钉钉：卡片模板与卡片权限',
  robot: '钉钉：机器人权限',
  directory: '钉钉：通讯录权限',
  stream: '钉钉：长连接（Stream）',
  quota: '钉钉：本月接口次数',
  agent: '钉钉：工作通知',
  fine: '正常',
} as const;

/** What to do about a vendor code, in an administrator's words. */
export const MEND: Readonly<Record<string, string>> = {
  invalidClientIdOrSecret: '在开放平台“凭证与基础信息”里重新复制 Client ID 和 Client Secret，填到 DINGTALK_CLIENT_ID、DINGTALK_CLIENT_SECRET',
  '40089': '在开放平台“凭证与基础信息”里重新复制 Client ID 和 Client Secret，填到 DINGTALK_CLIENT_ID、DINGTALK_CLIENT_SECRET',
  'Forbidden.AccessDenied.IpNotInWhiteList': '在开放平台“安全设置”里，把本服务器的出口 IP 加进“服务器出口 IP”',
  '60020': '在开放平台“安全设置”里，把本服务器的出口 IP 加进“服务器出口 IP”',
  'Forbidden.AccessDenied.AccessTokenPermissionDenied': '在开放平台“权限管理”里申请这项权限，审批通过后约一分钟生效',
  '60011': '在开放平台“权限管理”里申请通讯录只读权限，并把授权范围设为全体员工',
  '50002': '在开放平台“权限管理”里，把通讯录授权范围设为全体员工',
  '50004': '在开放平台“权限管理”里，把通讯录授权范围设为全体员工',
  'param.templateNotExist': '模板 ID 不对：在卡片平台打开模板，重新复制模板 ID（以 .schema 结尾），填到 DINGTALK_TEMPLATE_ID',
  'param.templateUnpublished': '模板还没有发布：在卡片平台打开模板，点“发布”',
  'robot.oto.notExist': '应用还没有机器人：在开放平台“添加应用能力”里添加机器人并发布；机器人编码与 Client ID 不同时填 DINGTALK_ROBOT_CODE',
  'chatbotId.notAllow.sendOTO': '机器人不能发单聊：在开放平台“机器人”里打开单聊，并发布新版本',
  'Forbidden.AccessDenied.ApiCountLimitForOrg': '本月接口次数已用完：在管理后台增购，或等到下月',
  '90020': '本月接口次数已用完：在管理后台增购，或等到下月',
  'ip-banned': '这个出口 IP 调用太快，被钉钉封五分钟：等五分钟，并检查同一出口还有什么程序在调用钉钉',
  'ding.serverquota.insufficient': '短信或电话 DING 次数不够：在管理后台增购',
};

/** When the code is not one we know. */
export const MEND_OTHER = {
  unreachable: '连不上钉钉：检查这台服务器能否访问外网，以及防火墙、代理',
  unknown: (code: string): string => `钉钉返回 ${code}：在开放平台搜索这个错误码，或联系钉钉客服`,
  quota: '普通消息会先停，危急值仍可发送：增购次数，或减少不必要的通知',
  agent: '发工作通知要填 DINGTALK_AGENT_ID（开放平台“凭证与基础信息”里的 AgentId），不用可以不填',
} as const;
