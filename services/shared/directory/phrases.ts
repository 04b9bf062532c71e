/** Every sentence of the directory that a person reads. */
export const phrases = {
  'directory.mastered': '{fields}由 HIS 维护，这里不能改。请在 HIS 里改好后再同步。',
  'directory.exists': '编号 {code} 已经有了，请换一个编号，或打开原来的那条修改。',
  'directory.no-department': '没有找到科室 {code}。请先建好科室，或重新选择。',
  'directory.no-ward': '没有找到病区 {code}，或它已停用。请重新选择。',
  'directory.no-place': '没有找到机构或院区 {code}。请重新选择。',
  'directory.no-person': '没有找到工号 {code}，或此人已离职。请核对工号。',
  'directory.loop': '上级科室不能是它自己或它的下级。请重新选择。',
  'directory.in-use': '还不能停用：{what}。请先把这些移走或停用。',
  'directory.not-empty': '不能删除：{what}。请改用“停用”。',
  'directory.taken': '这个账号已经绑定给工号 {code}。请先解除原来的绑定。',
  'directory.already-left': '此人已经离职，不用再办。',
  'directory.not-left': '此人在职，不用恢复。',
  'directory.himself': '不能给自己办离职。请由另一位系统管理员办理。',
  'directory.last-admin': '这是最后一位系统管理员，不能办离职。请先任命另一位系统管理员。',
  'directory.sync-running': '这个来源正在同步，请等它结束；进度见本页。',
  'directory.no-source': '没有配置这个来源。请先在设置里填写，见 docs/settings.md。',
  'directory.not-stopped': '这次同步不在等待确认，请刷新看最新状态。',
  'directory.not-draft': '这个文件已经处理过，请重新上传。',
  'directory.file-large': '文件太大，最多 {most} MB。请按科室分成几个文件上传。',
  'directory.file-parts': '文件没有传完整，请重新上传。',
  'directory.file-charset': '文件的编码认不出来。请用 Excel 另存为“CSV UTF-8”后再上传。',
  'directory.file-header': '表头不对，缺少：{missing}。请下载模板，按模板填写。',
  'directory.file-empty': '文件里没有数据行。',
  'directory.file-broken': '第 {line} 行的引号或列数不对，请改好后再上传。',
  'directory.matter-settled': '这一条已经处理过，请刷新。',
  'directory.no-such-way': '这一条不能这样处理，请刷新后再选。',
  'directory.reason-needed': '请写明不处理的原因。',
  'directory.still-contradictory': '现在还不能采用：{why}。请先处理好再来。',
  'directory.page-retired': '已停用的机构或科室不能公开给患者。请先重新启用。',
  'directory.page-empty': '还没有可以给患者看的内容。请先填写并保存地址、电话、介绍或指引中的任意一项，再公开。',
  'directory.no-bed': '没有找到这张床位，请刷新后再选。',
  'directory.bed-number': '床号 {number} 不能用：1–12 个字，不能有空格和“/”。',
  'directory.bed-reason': '封床请写明原因，病区看得到。',
  'directory.picture': '图片只能是 JPG、PNG 或 WebP，每张不超过 120 KB，每页最多 12 张。',
} as const;

/** Columns as people call them. */
export const columnNames: Readonly<Record<string, string>> = {
  code: '编号', number: '工号', room: '房间', state: '使用状态', note: '封床原因', name: '名称', kind: '类别', role: '人员类别', title: '职称', parent: '上级科室', parentCode: '上级科室', institution: '机构', institutionCode: '机构', campus: '院区', campusCode: '院区',
  department: '科室', departmentCode: '科室', ward: '病区', wardCode: '病区', leader: '组长', members: '成员', active: '在用状态', source: '来源', unionId: '平台统一编号', staffNumber: '工号', user: '账号', external: '平台编号', departments: '平台部门',
};

/** Why something waits for a person, and what each way of settling does. */
export const reasonWords = {
  'no-number': '平台上没有填工号',
  'unknown-number': '平台上的工号在本院查不到',
  'number-twice': '平台上有两个账号填了同一个工号',
  'has-another': '此人在这个平台已经绑定了另一个账号',
  'told-twice': '来源里有两条编号相同、内容不同的记录',
  'not-told': '来源里不再有这一条',
  'name-differs': '编号相同，姓名或名称不同',
  'other-number': '平台上的工号与已绑定的人不一致',
  'left-here': '此人在本院已办离职，来源里仍在用',
  'no-department': '所属科室不存在',
  'no-ward': '所属病区不存在',
  'no-parent': '上级科室不存在，暂列在最上层',
  'unknown-staff': '组长或成员的工号不存在',
  'mastered-elsewhere': '这一条由 HIS 维护，文件里的内容与 HIS 不同',
  'not-bound': '平台上的部门还没有对应到本院科室',
  fields: '内容读不懂',
} as const;
export const matterWords = { unmatched: '未匹配', duplicated: '重复', vanished: '消失', contradictory: '矛盾', unreadable: '读不懂' } as const;
export const resolutionWords = { accept: '按来源采用', bind: '指定对应', retire: '这边也停用', ignore: '不处理' } as const;
export const toldWords = { department: '科室', ward: '病区', bed: '床位', staff: '人员', group: '医疗组', account: '账号', binding: '平台部门' } as const;

/** Why a reading ended without its end. */
export const failureWords: Readonly<Record<string, string>> = {
  unreachable: '来源没有应答，请检查网络和对方系统，然后再同步一次',
  signature: '对方的签名不对，请核对两边的密钥',
  shape: '对方返回的内容不符合接口约定，请联系对方厂商',
  unknown: '同步中断，原因见日志；请稍后再同步一次，仍不行请联系信息科',
  'too-many': '来源里突然少了很多，可能是对方系统出了问题；请核对后再决定是否继续',
};

/** In a sentence: what still hangs on a place or person. */
export const hanging = { departments: '{n} 个下级科室', wards: '{n} 个病区', beds: '{n} 张床位', staff: '{n} 名人员', groups: '{n} 个医疗组', campuses: '{n} 个院区', institutions: '{n} 个分院', visits: '{n} 条就诊', accounts: '{n} 个平台账号', acts: '{n} 条操作记录', bindings: '{n} 个平台部门', duties: '{n} 条值班' } as const;

/** What people do here, as the audit calls it. */
export const actNames = {
  'directory.who-am-i': '查看我是谁',
  'directory.places': '查看机构与科室',
  'directory.end-place': '停用机构或科室',
  'directory.save-institution': '修改机构',
  'directory.save-campus': '修改院区',
  'directory.save-department': '修改科室',
  'directory.save-ward': '修改病区',
  'directory.beds': '查看病区床位',
  'directory.save-beds': '修改病区床位',
  'directory.save-group': '修改医疗组',
  'directory.department': '查看科室',
  'directory.departments': '查看科室列表',
  'directory.wards-and-groups': '查看病区与医疗组',
  'directory.where-is': '查找院内位置',
  'directory.people': '查看人员列表',
  'directory.person': '查看人员',
  'directory.search-people': '查找人员',
  'directory.save-staff': '修改人员',
  'directory.remove-staff': '移除人员',
  'directory.set-leave': '登记休假',
  'directory.leave': '登记离职',
  'directory.restore': '恢复离职人员',
  'directory.bind-account': '绑定平台账号',
  'directory.unbind-account': '解除平台账号',
  'directory.unbind-department': '解除平台部门对应',
  'directory.sources': '查看通讯录来源',
  'directory.start-sync': '开始同步通讯录',
  'directory.answer-stopped': '处理暂停的同步',
  'directory.matters': '查看待核对的人员',
  'directory.settle': '处理待核对的人员',
  'directory.file-template': '下载导入模板',
  'directory.begin-file': '开始导入人员文件',
  'directory.take-file-part': '上传人员文件',
  'directory.preview-file': '预览人员文件',
  'directory.apply-file': '导入人员文件',
  'directory.drop-file': '放弃人员文件',
  'directory.pictures': '查看院内图片',
  'directory.add-picture': '添加院内图片',
  'directory.remove-picture': '删除院内图片',
  'directory.publication': '查看公开情况',
  'directory.publish-page': '公开机构或科室页面',
  'directory.withdraw-page': '取消公开页面',
  'directory.guide': '查看来院指南',
  'directory.guide-page': '查看来院指南的页面',
} as const;
