/** What people do here, as the audit calls it. */
export const actNames = { 'nursing.observations': '查看患者护理观察记录' } as const;
