/** What machines do here, as the audit calls it. */
export const actNames = { 'hospital-facts.take': '接口接收业务数据' } as const;
