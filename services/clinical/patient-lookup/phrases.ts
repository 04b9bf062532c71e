/** Words of the patient pages. */
export const kindWords = { inpatient: '住院', outpatient: '门诊', emergency: '急诊' } as const;

/** What people do here, as the audit calls it. */
export const actNames = {
  'patient-lookup.list': '查看我的患者',
  'patient-lookup.search': '搜索患者',
  'patient-lookup.find': '按号码查找患者',
  'patient-lookup.show': '查看患者',
} as const;
