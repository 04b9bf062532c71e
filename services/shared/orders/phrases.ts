/** What people do here, as the audit calls it. */
export const actNames = {
  'orders.list': '查看患者医嘱和处方',
  'orders.show': '查看一条医嘱的执行情况',
  'orders.charges': '查看患者费用明细',
} as const;
