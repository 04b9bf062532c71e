/** Settings of group 安全审计. Nothing here switches the audit off. */
import { z } from 'zod';
import type { Thresholds } from './model.ts';

const times = (fallback: number) => z.coerce.number().int().min(1).max(1000).default(fallback);
const hour = (fallback: number) => z.coerce.number().int().min(0).max(23).default(fallback);

export const auditSettings = z.object({
  keepMonths: z.coerce.number().int().min(6, '不能少于 6（网络安全法第二十一条）').max(1200).default(36).describe('审计记录在数据库里保留多少个月（不少于 6），之后连同校验一起归档成文件'),
  anchorsFile: z.string().min(1).optional().describe('链尾锚点另存到哪个文件；可指向只能追加的共享目录，不填则存在数据目录的 audit/anchors.log'),
  manyPatients: times(30).describe('异常阅读：短时间内逐个打开多少名不同患者'),
  manyMinutes: times(30).describe('异常阅读：上一项的分钟数'),
  nightFrom: hour(23).describe('异常阅读：夜间从几点开始'),
  nightUntil: hour(6).describe('异常阅读：夜间到几点结束'),
  nightPatients: times(3).describe('异常阅读：夜间非值班时打开多少名外科室患者'),
  breakGlassTimes: times(3).describe('异常阅读：一天内紧急查阅多少次'),
  refusedTimes: times(8).describe('异常阅读：连续多少次被拒绝查看'),
  exportTimes: times(5).describe('异常阅读：一天内导出多少次'),
  tamperTimes: times(1).describe('异常阅读：一天内页面水印被移除或遮挡多少次'),
});
export type AuditSettings = z.output<typeof auditSettings>;

export function thresholdsOf({ keepMonths: _keep, anchorsFile: _file, ...limits }: AuditSettings): Thresholds {
  return limits;
}
