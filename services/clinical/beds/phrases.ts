export const bedWords = { taken: '占用', empty: '空床', blocked: '封床', unready: '未备好' } as const;

/** What a bed's own system says of it, and what that means to who looks for a bed. */
export const readinessWords = { closed: '停用', cleaning: '清洁中', contaminated: '待消毒', isolated: '隔离', occupied: '占用' } as const;
export const readinessNotes = { closed: '床位系统里已停用', cleaning: '清洁后可用', contaminated: '消毒后可用', isolated: '床位隔离，暂不收治', occupied: '还没有收到患者信息' } as const;

/** What is answered in the chat: counts, no patient. */
export const chatWords = {
  title: '床位',
  none: '没有找到您可以查看的病区。可以发“床位”看您的病区，或发病区名称，例如“心内科一病区”。',
  ward: '{ward}：占用 {taken}{beds}{free}{blocked}{unready}{leaving}',
  beds: ' / {beds} 张',
  free: '，空床 {empty}',
  blocked: '，封床 {blocked}',
  unready: '，未备好 {unready}',
  leaving: '，预出院 {leaving}',
  more: '共 {count} 个病区，先列出 {shown} 个：',
  all: '各病区床位',
} as const;

/** What people do here, as the audit calls it. */
export const actNames = {
  'beds.wards': '查看各病区床位数',
  'beds.ward': '查看病区床位一览',
} as const;
