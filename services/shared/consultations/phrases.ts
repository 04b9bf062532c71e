export const stateWords = { requested: '待会诊', accepted: '已接受', done: '已完成', cancelled: '已取消', refused: '已拒绝' } as const;

/** How somebody has to do with one. */
export const partWords = { asked: '我发起的', invited: '请我会诊', answered: '我已答复' } as const;

/** What people do here, as the audit calls it. */
export const actNames = {
  'consultations.mine': '查看我的会诊',
  'consultations.show': '查看一次会诊',
  'consultations.of-patient': '查看患者的会诊',
} as const;
