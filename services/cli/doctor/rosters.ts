/** Whom the ladder would climb to: departments without a head, or with nobody on duty at this moment. */
import type { Database } from '../../core/db.ts';
import { missingIn, rosterDepartments } from '../../operations/duty-roster/index.ts';
import { dutyWords } from '../../operations/duty-roster/phrases.ts';
import type { Settings } from '../../settings.ts';
import { type Finding, bad, good } from './findings.ts';

const WHAT = '值班';
/** A head nurse stands on no step. */
const needed = ['head', 'duty-doctor', 'medical-office'] as const;
const mostNamed = 8;

export async function rosters({ criticalValues }: Settings, database: Database | undefined, now: Date): Promise<readonly Finding[]> {
  if (database === undefined) return [];
  return database.prisma.$transaction(async (tx) => {
    const departments = await rosterDepartments(tx, { medicalOffices: criticalValues.medicalOffices.split(',') });
    if (departments.length === 0) return [good(WHAT, '通讯录里还没有设了病区的科室')];
    const missing = await missingIn(tx, departments, { from: now, until: new Date(now.getTime() + 1) });
    const found = needed.flatMap((duty): Finding[] => {
      const names = missing.filter(({ holes }) => holes.some(({ kind }) => kind === duty)).map(({ name }) => name);
      const more = names.length > mostNamed ? ` 等 ${names.length} 个科室` : '';
      return names.length === 0 ? [] : [bad(WHAT, `现在没有${dutyWords[duty]}：${names.slice(0, mostNamed).join('、')}${more}`, '在台式页面“值班空缺”看缺谁，到“值班表”逐个填写或用文件导入；不排值班的科室在“班次设置”里关掉。没有人时危急值会直接跳到下一级。')];
    });
    return found.length === 0 ? [good(WHAT, `${departments.length} 个科室现在都有人`)] : found;
  });
}
