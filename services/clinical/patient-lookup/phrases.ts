/** Words of the patient pages. */
export const kindWords = { 'inpatient': '住院', 'outpatient': '门诊', 'emergency': '急诊', 'day-surgery': '日间手术', 'pre-admission': '预住院', 'check-up': '体检' } as const;

/** What is answered in the chat. Bed, surname, sex and age: nothing of what somebody has. */
export const chatWords = {
  found: '找到 {count} 位，点名字查看：',
  foundMore: '符合的患者较多，先列出 {count} 位。写上全名、病区或病案号会更准：',
  none: '在您可以查看的患者里没有找到。请核对姓名、床号或病案号；不是您的患者，请在“患者”页面用完整病案号查找。',
  title: '查找患者',
  list: '打开患者列表',
} as const;

/** What people do here, as the audit calls it. */
export const actNames = {
  'patient-lookup.list': '查看我的患者',
  'patient-lookup.search': '搜索患者',
  'patient-lookup.planned': '查看待入院和日间手术患者',
  'patient-lookup.find': '按号码查找患者',
  'patient-lookup.show': '查看患者',
} as const;
