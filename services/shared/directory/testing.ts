/** A service that holds the directory and nothing else, an administrator, and hospitals of any size. */
import { testTrail } from '../../../tests/kit/audit.ts';
import type { Database } from '../../core/db.ts';
import type { StaffActor } from '../../core/access.ts';
import { silentLog } from '../../core/log.ts';
import { createMetrics } from '../../core/metrics.ts';
import { type Service, createService } from '../../core/service.ts';
import type { DirectorySource } from '../../links/his/port.ts';
import type { HisLists } from '../../links/his/simulator.ts';
import { directory } from './index.ts';

export const now = new Date('2026-11-20T02:14:00Z');
const session = { id: 's', terminal: 'desk', address: undefined, steppedUpAt: now } as const;
export const administrator: StaffActor = { kind: 'staff', id: '9101', name: '沈涛', role: 'administrator', adminRole: 'system', departmentCode: 'INFO', wardCode: undefined, door: 'http', origin: 'desk:test', session };

export async function directoryService(database: Database, sources: readonly DirectorySource[], at: Date = now): Promise<Service> {
  return createService({ modules: [directory({ sources, vanishedPercent: 5 })], database, audit: testTrail, now: () => at, log: silentLog, metrics: createMetrics() });
}

const surnames = '王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗';
const given = '伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华';

const code = (n: number) => `D${String(n).padStart(4, '0')}`;
const number = (n: number) => `S${String(n).padStart(6, '0')}`;

const parentOf = (n: number) => (n < 10 ? null : code(n < 100 ? n % 10 : 10 + (n % 90)));

/** `departments` in three levels, one ward to every fourth, staff spread over them, a group of ten to every department of the third level. */
export function hospitalOf(departments: number, staff: number): HisLists {
  const listed = Array.from({ length: departments }, (_, n) => ({ code: code(n), name: `科室${n}`, kind: ['inpatient', 'outpatient', 'technology'][n % 3], parent: parentOf(n) }));
  const wards = listed.filter((_, n) => n % 4 === 0).map((department) => ({ code: `${department.code}W`, name: `${department.name}病区`, department: department.code }));
  const people = Array.from({ length: staff }, (_, n) => {
    const at = n % departments;
    const name = `${surnames[n % 20] ?? ''}${given[(n * 7) % 24] ?? ''}${given[(n * 11 + 3) % 24] ?? ''}`;
    return { number: number(n), name, role: n % 3 === 0 ? 'doctor' : 'nurse', title: n % 3 === 0 ? '主治医师' : '护师', department: code(at), ward: at % 4 === 0 ? `${code(at)}W` : null };
  });
  const groups = listed.slice(100).flatMap((department, n) => {
    const own = Array.from({ length: 10 }, (_, m) => 100 + n + m * departments).filter((m) => m < staff).map(number);
    return own.length === 0 ? [] : [{ code: `${department.code}-A`, name: `${department.name} A 组`, department: department.code, leader: own[0], members: own.slice(1).map((each) => ({ staff: each })) }];
  });
  return { departments: listed, wards, beds: [], staff: people, groups };
}
