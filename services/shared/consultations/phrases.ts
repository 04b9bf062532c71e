/** What people do here, as the audit calls it. */
export const actNames = {
  'consultations.mine': '查看我的会诊',
  'consultations.show': '查看一次会诊',
  'consultations.of-patient': '查看患者的会诊',
} as const;
