/** What people do here, as the audit calls it. */
export const actNames = {
  'results.list': '查看患者报告单列表',
  'results.show': '查看一份报告的结果',
  'results.items': '查看患者检验项目',
  'results.trend': '查看检验项目趋势',
} as const;
