/** Words of states as the pages of the data scope show them, and ends of days in their forms. */
import type { RequestView } from '../../../../services/shared/data-scope/schema.ts';

export const requestStates: Readonly<Record<RequestView['state'], string>> = { waiting: '待审批', granted: '已批准', refused: '未批准', withdrawn: '已作废', revoked: '已收回', expired: '已到期' };

/** The end of a day in hospital time. */
export function endOfDay(day: string): string {
  return new Date(`${day}T23:59:00+08:00`).toISOString();
}
