/** What people do here, as the audit calls it. */
export const actNames = {
  'theatre.list': '查看手术排台',
  'theatre.of-patient': '查看患者的手术安排',
} as const;
