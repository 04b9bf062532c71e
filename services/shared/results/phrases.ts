export const phrases = {
  'results.no-images': '这份报告没有可以打开的影像：不是影像检查，没有检查号，或本院没有配置云影像。',
} as const;

/** What people do here, as the audit calls it. */
export const actNames = {
  'results.list': '查看患者报告单列表',
  'results.show': '查看一份报告的结果',
  'results.images': '打开检查的云影像',
  'results.items': '查看患者检验项目',
  'results.trend': '查看检验项目趋势',
} as const;
