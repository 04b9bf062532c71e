/** What a bed is ready for, by HL7 table 0116 (NPU-2 of v2, `Location.operationalStatus` of FHIR) and as wards say it. */
import type { BedReadiness } from './schema.ts';

const states: Readonly<Record<string, BedReadiness>> = {
  C: 'closed', H: 'cleaning', I: 'isolated', K: 'contaminated', O: 'occupied', U: 'free',
  停用: 'closed', 关闭: 'closed', 清洁: 'cleaning', 清洁中: 'cleaning', 隔离: 'isolated', 污染: 'contaminated', 待消毒: 'contaminated', 占用: 'occupied', 空床: 'free', 空闲: 'free',
};

export function bedReadinessOf(written: string): BedReadiness | undefined {
  const code = written.toUpperCase();
  return Object.hasOwn(states, code) ? states[code] : undefined;
}
