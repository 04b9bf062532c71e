export const stateWords = { 'requested': '申请中', 'planned': '已排台', 'in-theatre': '已入室', 'running': '手术中', 'over': '已结束', 'cancelled': '已取消' } as const;

/** What is answered in the chat: times, rooms and counts, no patient and no operation's name. */
export const chatWords = {
  title: '手术排台',
  none: '{day}没有您的手术。',
  mine: '{day}您有 {count} 台手术：',
  line: '{time} {room}{sequence}，{state}',
  sequence: ' 第 {sequence} 台',
  department: '本科室共 {count} 台。',
  list: '{day}的手术排台',
  unreadable: '没有看懂是哪一天。可以发“手术 今天”“手术 明天”或“手术 11-20”。',
} as const;

/** What people do here, as the audit calls it. */
export const actNames = {
  'theatre.list': '查看手术排台',
  'theatre.rooms': '查看各科室手术台数',
  'theatre.of-patient': '查看患者的手术安排',
} as const;
