/** Every sentence and word of this module that a person reads. */
import type { Act, ExceptionName, Flag, GlassReason, GrantScope, PolicyRole, Relation, ScopedModule, Verdict } from './model.ts';

export const phrases = {
  'data-scope.reason-needed': '这位患者不在您的诊疗范围内。确有需要请用“紧急查阅”写明原因，查阅会通知科主任和病案室，并事后审核。',
  'data-scope.reason-short': '请把原因写清楚，至少 {least} 个字，例如“患者突发室颤，需要既往用药”。',
  'data-scope.span-wrong': '结束时间要晚于开始时间，也要晚于现在，请改好后再提交。',
  'data-scope.span-long': '最长只能申请 {days} 天。需要更久请到期后再申请。',
  'data-scope.no-such-area': '没有这个科室、病区或医疗组，请重新选择。',
  'data-scope.asked-already': '同样的申请已经在等待审批，不用再交一次；急用请给安全管理员打电话。',
  'data-scope.decided-already': '这份申请已经处理过了，请刷新看结果。',
  'data-scope.person-left': '申请人已经离职，不能再授权。',
  'data-scope.revoked-already': '这项授权已经结束了，请刷新看最新状态。',
  'data-scope.own-review': '自己的紧急查阅要由别人审核。请转告病案室或科主任。',
  'data-scope.reviewed-already': '这次紧急查阅已经审核过了，请刷新看结果。',
  'data-scope.note-needed': '请写明为什么不合理：在卡片上填写审核意见，或点“查看详情”在页面上填写。',
  'data-scope.unknown-column': '有不能显示的内容项，请刷新页面后重新勾选。',
  'data-scope.flag-not-yours': '精神、艾滋病和产科不良结局的标记由病案室或医务科维护，请联系他们。',
} as const;

export const relationWords: Readonly<Record<Relation, string>> = {
  'attending': '管床医生',
  'group': '同一医疗组',
  'responsible-nurse': '责任护士',
  'ward': '本病区',
  'consultant': '受邀会诊',
  'surgeon': '手术排台',
  'head': '科主任',
  'head-nurse': '护士长',
  'booked': '预约住院',
  'permission': '已批准：该患者',
  'permission-area': '已批准：科室/病区/组',
  'break-glass': '紧急查阅中',
  'department': '同科室其他组',
  'institution': '本院其他科室',
};

/** What each relation means, for the page that answers "why". */
export const relationMeanings: Readonly<Record<Relation, string>> = {
  'attending': '患者的管床医生就是本人',
  'group': '患者由本人所在的医疗组诊治（未标明医疗组的，看管床医生所在的组）',
  'responsible-nurse': '患者的责任护士就是本人',
  'ward': '患者住在（或刚离开）本人所在的病区',
  'consultant': '受邀会诊，或受邀科室的值班医生、主任，会诊尚未结束',
  'surgeon': '在患者的手术排台上',
  'head': '现任患者所在科室的科主任',
  'head-nurse': '现任患者所在科室的护士长',
  'booked': '患者已预约住院或日间手术，还没有入院（日间手术到离院为止）',
  'permission': '查询权限申请已批准，针对这位患者，未到期',
  'permission-area': '查询权限申请已批准，针对科室、病区或医疗组，未到期',
  'break-glass': '正在紧急查阅，未到期',
  'department': '患者在本人所在的科室，但不在本人的医疗组或病区',
  'institution': '患者在本院',
};

export const roleWords: Readonly<Record<PolicyRole, string>> = {
  'doctor': '医生',
  'nurse': '护士',
  'pharmacist': '药师',
  'technician': '技师',
  'laboratory': '检验科',
  'medical-office': '医务科',
  'records-office': '病案室',
  'admission-centre': '预住院中心',
  'administrator': '行政人员',
  'duty-administrator': '系统/安全/审计管理员',
};

export const verdictWords: Readonly<Record<Verdict, string>> = { yes: '可以看', reason: '写明原因才能看', no: '不能看' };

export const flagWords: Readonly<Record<Flag, string>> = { 'vip': '重点保护（VIP）', 'staff': '本院职工', 'psychiatric': '精神科', 'hiv': '艾滋病', 'obstetric-loss': '产科不良结局' };

export const glassWords: Readonly<Record<GlassReason, string>> = { 'rescue': '抢救', 'on-call': '值班处理', 'consult': '电话会诊', 'transfer': '转科交接', 'other': '其它' };

export const scopeWords: Readonly<Record<GrantScope, string>> = { patient: '一位患者', group: '医疗组', ward: '病区', department: '科室' };

export const exceptionWords: Readonly<Record<ExceptionName, string>> = {
  'rosters': '排班表',
  'bed-overview': '床位一览',
  'theatre-list': '手术排台',
  'critical-value-register': '危急值登记本',
  'on-call': '值班表',
};

export const columnWords: Readonly<Record<string, string>> = {
  'person': '姓名', 'title': '职称', 'shift': '班次', 'phone': '电话', 'bed': '床号', 'patient': '患者（姓名遮蔽）', 'care-level': '护理级别', 'doctor': '管床医生', 'room': '手术间',
  'time': '时间', 'operation': '手术名称', 'surgeon': '术者', 'result': '结果', 'progress': '进展', 'people': '处理人', 'open': '可打开并处理', 'duty': '班次', 'bookings': '预约名单（本科室，姓名遮蔽）',
};

export const cardWords = {
  glassKind: '紧急查阅',
  glassSummary: '{who}紧急查阅了范围外的患者，请审核',
  glassReviewed: '{who}的紧急查阅已审核',
  reviewed: '已审核',
  answered: '已处理',
  requestDone: '一份查询权限申请已处理',
  glassFact: '{who}（{department}）查阅范围外患者',
  reason: '原因',
  until: '有效至',
  since: '开始',
  waiting: '等待审核：是否合理',
  justified: '{who} {at} 审核：合理',
  notJustified: '{who} {at} 审核：不合理',
  justify: '合理',
  notJustify: '不合理',
  note: '审核意见（不合理时必填）',
  look: '查看详情',
  requestKind: '查询权限',
  requestSummary: '有一份查询权限申请等您审批',
  requestAnswered: '您的查询权限申请有结果了',
  requestFact: '{who}申请查看{target}',
  ownFact: '申请查看{target}',
  granted: '{who} {at} 已批准，{until} 到期',
  refused: '{who} {at} 未批准{note}',
  requestWaiting: '等待安全管理员审批',
  revoked: '授权已于 {at} 收回',
  expired: '授权已于 {at} 到期',
  decide: '去审批',
  mine: '我的申请',
} as const;

export const timelineWords = {
  'data-scope.glass-broken': '{who}紧急查阅（{kind}）',
  'data-scope.glass-reviewed': '紧急查阅审核为{verdict}',
} as const;

export const moduleWords: Readonly<Record<ScopedModule, string>> = { 'patients': '患者', 'critical-values': '危急值' };

export const actWords: Readonly<Record<Act, string>> = { list: '列表', detail: '查看', push: '推送', export: '导出', order: '申请检验检查' };

/** What people do here, as the audit calls it. */
export const actNames = {
  'data-scope.break-glass': '紧急查阅患者',
  'data-scope.ask-permission': '申请查询权限',
  'data-scope.decide-permission': '审批查询权限申请',
  'data-scope.set-flag': '设置患者的特殊标记',
  'data-scope.review': '审核紧急查阅',
  'data-scope.revoke-grant': '收回查询权限',
  'data-scope.set-exception': '修改公开范围',
  'data-scope.glasses': '查看紧急查阅清单',
  'data-scope.glass': '查看一次紧急查阅',
  'data-scope.requests': '查看权限申请',
  'data-scope.flagged': '查看有特殊标记的患者',
  'data-scope.why': '查询某人为何能看某患者',
  'data-scope.who': '查询谁能看某患者',
  'data-scope.matrix': '查看权限矩阵',
  'data-scope.areas': '查看可申请的范围',
  'data-scope.colleagues': '查找同事',
  'data-scope.exceptions': '查看公开范围',
} as const;
