/** Every sentence of this module that a person reads. */
export const phrases = {
  'audit.no-such-patient': '没有这个病案号，请核对后再查。',
  'audit.running': '链校验正在进行，请等它完成。',
  'audit.reviewed-already': '这条异常阅读已经处理过，请刷新后再看。',
} as const;

/** What people do here, as the audit calls it. */
export const actNames = {
  'audit.search': '查询审计记录',
  'audit.export': '导出审计记录',
  'audit.acts': '查看操作名称',
  'audit.looked': '查询谁看过某患者',
  'audit.sessions': '查看登录会话',
  'audit.platform-log': '查看平台日志',
  'audit.chain': '查看审计链状态',
  'audit.verify': '校验审计链',
  'audit.alerts': '查看异常阅读',
  'audit.review-alert': '处理异常阅读',
} as const;

export const outcomeWords = { allowed: '成功', refused: '拒绝', failed: '出错' } as const;
/** Who came without an account we know; searched by these words too. */
export const strangerWords = '未识别的人';
export const doorWords: Readonly<Record<string, string>> = { chat: '聊天', http: '页面', job: '后台' };
export const terminalWords: Readonly<Record<string, string>> = { dingtalk: '钉钉', wecom: '企业微信', desk: '台式机' };
export const roleWords: Readonly<Record<string, string>> = { doctor: '医生', nurse: '护士', pharmacist: '药师', technician: '技师', administrator: '管理人员' };
export const adminRoleWords: Readonly<Record<string, string>> = { system: '系统管理员', security: '安全管理员', audit: '审计管理员' };

/** Why something was allowed: the last word of the policy that said yes. */
export const whyWords: Readonly<Record<string, string>> = {
  'signed-in staff': '已登录的员工，本人事务',
  'password': '密码',
  'password+totp': '密码和动态口令',
  'password+passkey': '密码和安全密钥',
  'totp': '动态口令',
  'passkey': '安全密钥',
  'pin': '签名密码',
  'admin:system': '系统管理员职责',
  'admin:security': '安全管理员职责',
  'admin:audit': '审计管理员职责',
  'records-office': '病案管理部门',
  'ward-screen': '护士站大屏',
  'attending': '管床医生',
  'group': '本医疗组',
  'responsible-nurse': '责任护士',
  'nurse': '责任护士',
  'ward': '本病区',
  'consultant': '受邀会诊',
  'surgeon': '手术医生',
  'head': '科主任',
  'head-nurse': '护士长',
  'booked': '预约住院',
  'permission': '获批的查询权限',
  'permission-area': '获批的查询权限',
  'break-glass': '紧急查阅',
  'department': '本科室',
  'institution': '全院职责',
  'told': '收到通知的人',
  'holder': '处理人',
  'laboratory': '检验科',
  'medical-office': '医务科',
  'reviewer': '负责审核的人',
  'flags': '维护特殊标记的人',
  'asker': '可以申请查询权限的人',
  'own': '本人的申请',
  'list': '本人诊疗范围内的患者',
  'detail': '本人诊疗范围内的患者',
  'export': '本人诊疗范围内的患者',
  'push': '本人诊疗范围内的患者',
  'order': '本人诊疗范围内的患者',
  'fault': '系统出错',
};

export const ruleWords = {
  'many-patients': '短时间内逐个打开了 {count} 名患者',
  'colleague': '打开了外科室的本院职工患者 {count} 名',
  'vip': '打开了外科室的重点保护患者 {count} 名',
  'night': '夜间非值班时打开了外科室患者 {count} 名',
  'break-glass': '一天内紧急查阅 {count} 次',
  'refused': '连续 {count} 次被拒绝查看',
  'export': '一天内导出 {count} 次',
  'tampering': '页面水印被移除或遮挡 {count} 次，已自动恢复',
} as const;

export const ruleNames = { 'many-patients': '短时多人', 'colleague': '看同事', 'vip': '看重点患者', 'night': '夜间阅读', 'break-glass': '频繁紧急查阅', 'refused': '连续被拒', 'export': '批量导出', 'tampering': '动过水印' } as const;
export const alertStateWords = { 'open': '待处理', 'explained': '已说明', 'followed-up': '已跟进' } as const;

export const cardWords = {
  kind: '异常阅读',
  summary: '有一条异常阅读待处理，请登录查看',
  summaryDone: '异常阅读已处理',
  title: '{name}（{number}）{department}',
  period: '时间',
  rule: '规则',
  waiting: '待安全管理员核实',
  result: '{who} {at} {state}',
  open: '去核实',
} as const;

export const breakageWords: Readonly<Record<string, string>> = {
  'changed': '内容被改过',
  'moved': '不在原来的位置：被调换、复制，或前面的记录被抽走',
  'missing': '这里少了一条',
  'cut-off': '后面的记录被删掉了，或数据库被旧备份覆盖',
  'end-changed': '链尾被改过',
  'unchained': '没有进链的记录',
  'anchor-changed': '锚点被改过或抽走',
  'archive-changed': '归档登记被改过',
  'not-as-anchored': '与锚点不一致：这一段被重写过',
  'unknown-key': '写这条记录的密钥不在本机',
};

/** Facts of the platform that its log shows. */
export const platformWords: Readonly<Record<string, string>> = {
  'notices.undeliverable': '卡片没有送达',
  'notices.delayed': '平台一分钟没有接收卡片，仍在重试',
  'directory.synchronised': '通讯录同步完成',
  'directory.stopped': '通讯录同步暂停，等人核对',
  'directory.failed': '通讯录同步失败',
  'directory.left': '员工离职，权限已收回',
  'keys.rotation-started': '开始换用新密钥',
  'keys.rotation-finished': '换用新密钥完成',
  'keys.retired': '旧密钥已停用',
  'sign-in.locked': '账号因连续失败被锁定',
  'sign-in.appointed': '管理员任免',
  'critical-values.feedback-failed': '检验系统没有收下处理结果',
  'audit.archived': '审计记录已归档',
  'audit.unusual-reading': '发现异常阅读',
  'data-scope.exception-set': '公开范围被修改',
};

/** Which part of the platform a line is from, by the first word of the fact. */
export const sourceWords: Readonly<Record<string, string>> = { 'notices': '通知', 'directory': '通讯录', 'keys': '密钥', 'sign-in': '登录', 'critical-values': '危急值', 'audit': '审计', 'data-scope': '数据范围' };

/** What of a fact its line shows. */
export const detailWords: Readonly<Record<string, string>> = {
  reason: '原因', recipient: '接收人', platform: '平台', rows: '条数', count: '次数', rule: '规则', file: '文件', added: '新增', changed: '变更', left: '离职', matters: '待核对', known: '原有', missing: '缺少', leaving: '将离职', address: '网络地址', duty: '任', before: '免', on: '开启',
};

export const reasonWords: Readonly<Record<string, string>> = {
  ...terminalWords, ...adminRoleWords, ...ruleNames,
  'unreachable': '来源没有应答', 'signature': '对方的签名不对', 'shape': '对方返回的内容不符合约定', 'not-set': '这个来源已不在设置里', 'unknown': '原因见日志',
  'no-account': '没有聊天账号', 'vendor-permanent': '平台拒收', 'vendor-transient': '平台暂时不可用', 'vendor-ambiguous': '平台没有明确答复', 'true': '是', 'false': '否',
};

/** Who is asked for the hospital's people, by the first word of a source. */
export const readingWords: Readonly<Record<string, string>> = { his: 'HIS', dingtalk: '钉钉', wecom: '企业微信', file: '上传的文件' };

/** Words of a search, for the head of an export. */
export const filterWords: Readonly<Record<string, string>> = { staff: '工号', patient: '病案号', act: '操作', outcome: '结果', door: '入口', from: '从', until: '到', signIns: '只看登录' };

export const endWords: Readonly<Record<string, string>> = {
  'signed-out': '本人退出',
  'replaced': '在同类终端重新登录',
  'ended-by-person': '本人结束',
  'ended-by-administrator': '管理员结束',
  'left': '离职',
  'password-changed': '改了密码',
  'account-disabled': '账号停用',
  'moved': '登录凭证出现在另一台设备',
};
