export const bedWords = { taken: '占用', empty: '空床', blocked: '封床' } as const;

/** What is answered in the chat: counts, no patient. */
export const chatWords = {
  title: '床位',
  none: '没有找到您可以查看的病区。可以发“床位”看您的病区，或发病区名称，例如“心内科一病区”。',
  ward: '{ward}：占用 {taken}{beds}{free}{blocked}{leaving}',
  beds: ' / {beds} 张',
  free: '，空床 {empty}',
  blocked: '，封床 {blocked}',
  leaving: '，预出院 {leaving}',
  more: '共 {count} 个病区，先列出 {shown} 个：',
  all: '各病区床位',
} as const;

/** What people do here, as the audit calls it. */
export const actNames = {
  'beds.wards': '查看各病区床位数',
  'beds.ward': '查看病区床位一览',
} as const;
