/** A large hospital made of numbers, written by the database itself: 800 departments, groups, stays, grants and flags. */
import type { PrismaClient } from '../../prisma/generated/client.ts';

export interface BenchHospital {
  readonly staff: number;
  readonly patients: number;
  readonly visits: number;
  readonly grants: number;
  readonly flags: number;
}

const departments = 800;
const perDepartment = { wards: 1, groups: 3 } as const;

const uuid = (kind: string, n: string): string => `('00000000-0000-7000-${kind}-' || lpad((${n})::text, 12, '0'))::uuid`;

/** Staff `n` works in department `n % 800`: a third doctors, half nurses. Three patients and five stays for each of the staff. */
export async function fillHospital(prisma: PrismaClient, staff: number, now: Date): Promise<BenchHospital> {
  const [patients, visits, grants, flags] = [staff * 3, staff * 5, Math.floor(staff / 4), Math.floor(staff / 50)];
  const run = (sql: string): Promise<number> => prisma.$executeRawUnsafe(sql);
  const at = `'${now.toISOString()}'::timestamptz`;
  await run(`INSERT INTO department (code, name, kind) SELECT 'D' || n, '科室' || n, 'inpatient' FROM generate_series(0, ${departments - 1}) n`);
  await run(`INSERT INTO ward (code, name, department_code) SELECT 'W' || n, '病区' || n, 'D' || (n / ${perDepartment.wards}) FROM generate_series(0, ${departments * perDepartment.wards - 1}) n`);
  await run(`INSERT INTO staff (number, name, role, title, department_code, ward_code) SELECT n::text, '某' || n, CASE n / ${departments} % 6 WHEN 0 THEN 'doctor' WHEN 1 THEN 'doctor' WHEN 5 THEN 'technician' ELSE 'nurse' END, '', 'D' || (n % ${departments}), 'W' || (n % ${departments}) FROM generate_series(0, ${staff - 1}) n`);
  await run(`INSERT INTO medical_group (code, name, department_code, leader) SELECT 'G' || n, '组' || n, 'D' || (n % ${departments}), (n % ${departments})::text FROM generate_series(0, ${departments * perDepartment.groups - 1}) n`);
  await run(`INSERT INTO medical_group_member (id, group_code, staff_number, "from") SELECT ${uuid('8001', 'n')}, 'G' || (n % ${departments} + ${departments} * (n / ${departments} % ${perDepartment.groups})), n::text, ${at} - interval '90 days' FROM generate_series(0, ${staff - 1}) n WHERE n / ${departments} % 6 IN (0, 1)`);
  await run(`INSERT INTO duty (id, department_code, duty, staff_number, "from") SELECT ${uuid('8002', 'n')}, 'D' || n, 'head', n::text, ${at} - interval '90 days' FROM generate_series(0, ${departments - 1}) n`);
  await run(`INSERT INTO patient (id, number, name, sex) SELECT ${uuid('8003', 'n')}, 'P' || n, '患者' || n, 'U' FROM generate_series(0, ${patients - 1}) n`);
  // One stay in eight is going on; half of the stays name their group.
  await run(`INSERT INTO visit (id, number, patient_id, kind, department_code, ward_code, bed, attending, nurse, group_code, admitted_at, discharged_at, as_of)
    SELECT ${uuid('8004', 'n')}, 'V' || n, ${uuid('8003', `n % ${patients}`)}, 'inpatient', 'D' || (n % ${departments}), 'W' || (n % ${departments}), (n % 60)::text,
           (n % ${departments} + ${departments} * (n / ${departments} % 2))::text, (n % ${departments} + ${departments} * 2)::text,
           CASE WHEN n / ${departments} % 2 = 0 THEN 'G' || (n % ${departments} + ${departments} * (n / ${departments} % ${perDepartment.groups})) END,
           ${at} - interval '10 days', CASE WHEN n / ${departments} % 8 <> 0 THEN ${at} - ((n % 300) || ' days')::interval END, ${at} - interval '1 day' FROM generate_series(0, ${visits - 1}) n`);
  await run(`INSERT INTO access_grant (id, kind, staff_number, scope, target, reason, given_by, "from", until)
    SELECT ${uuid('8005', 'n')}, CASE n % 3 WHEN 0 THEN 'break-glass' WHEN 1 THEN 'permission' ELSE 'consultation' END, (n * 7 % ${staff})::text, 'patient', (${uuid('8003', `n * 11 % ${patients}`)})::text, '', '', ${at} - interval '1 hour', ${at} + interval '1 day' FROM generate_series(0, ${grants - 1}) n`);
  await run(`INSERT INTO patient_flag (patient_id, flag, set_by, set_at) SELECT ${uuid('8003', `n * 13 % ${patients}`)}, 'vip', '', ${at} FROM generate_series(0, ${flags - 1}) n ON CONFLICT DO NOTHING`);
  await run('ANALYZE');
  return { staff, patients, visits, grants, flags };
}

export function patientId(n: number): string {
  return `00000000-0000-7000-8003-${String(n).padStart(12, '0')}`;
}
