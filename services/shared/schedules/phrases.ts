/** What people do here, as the audit calls it. */
export const actNames = {
  'schedules.sessions': '查看门诊排班',
  'schedules.bookings': '查看一个班次的预约',
  'schedules.of-patient': '查看患者的预约',
} as const;
