export const stateWords = { open: '可预约', full: '已约满', stopped: '停诊', over: '已结束' } as const;

export const bookingWords = { 'booked': '已预约', 'arrived': '已报到', 'seen': '已就诊', 'no-show': '未到', 'cancelled': '已取消', 'deleted': '已删除' } as const;

/** What is answered in the chat: sessions and counts, no patient. */
export const chatWords = {
  title: '门诊',
  none: '{day}没有您的出诊班次。',
  mine: '{day}您出诊 {count} 班：',
  session: '{period} {clinic} {room}，已约 {booked} 人',
  stopped: '{period} {clinic}：停诊{reason}',
  bookings: '{period} 的预约名单',
  patients: '今天的门诊患者',
  rosters: '各科室出诊与预约',
  unreadable: '没有看懂是哪一天。可以发“门诊 今天”“门诊 明天”或“门诊 11-20”。',
} as const;

/** What people do here, as the audit calls it. */
export const actNames = {
  'schedules.clinics': '查看出诊科室',
  'schedules.sessions': '查看门诊排班',
  'schedules.bookings': '查看一个班次的预约',
  'schedules.of-patient': '查看患者的预约',
} as const;
