/**
 * The bench's hospital: so many patients and doctors that neither one patient's row nor one member's allowance on a
 * platform limits the path. Every other doctor is on WeCom.
 */
import type { PrismaClient } from '../../prisma/generated/client.ts';
import { newId } from '../../services/core/ids.ts';

export const patientCount = 2000;
const doctorCount = 400;

export const corps = { dingtalk: 'dingbench', wecom: 'wwbench' } as const;

export const patientNumber = (index: number): string => `P${String(index).padStart(6, '0')}`;
export const doctorOf = (patient: number): string => `D${String(patient % doctorCount).padStart(4, '0')}`;

const numbers = (count: number): number[] => Array.from({ length: count }, (_none, index) => index);

/** Safe to repeat. */
export async function seedHospital(prisma: PrismaClient, now: Date): Promise<void> {
  await prisma.department.createMany({ data: [{ code: 'BENCH', name: '心内科', kind: 'inpatient' }], skipDuplicates: true });
  await prisma.ward.createMany({ data: [{ code: 'W1', name: '心内一病区', departmentCode: 'BENCH' }], skipDuplicates: true });
  const doctors = numbers(doctorCount).map((index) => doctorOf(index));
  const staff = doctors.map((number) => ({ number, name: `医生${number}`, role: 'doctor', title: '主治医师', departmentCode: 'BENCH', wardCode: 'W1' }));
  await prisma.staff.createMany({ data: staff, skipDuplicates: true });
  const accounts = doctors.map((staffNumber, index) => {
    const platform = index % 2 === 0 ? 'dingtalk' : 'wecom';
    return { platform, corp: corps[platform], user: staffNumber, userFolded: staffNumber.toLowerCase(), staffNumber };
  });
  await prisma.staffAccount.createMany({ data: accounts, skipDuplicates: true });
  await seedPatients(prisma, now);
}

async function seedPatients(prisma: PrismaClient, now: Date): Promise<void> {
  if ((await prisma.patient.count()) >= patientCount) return;
  const rows = numbers(patientCount).map((index) => ({ index, id: newId(now.getTime()) }));
  const birthDate = new Date('1958-03-12T00:00:00+08:00');
  await prisma.patient.createMany({ data: rows.map(({ id, index }) => ({ id, number: patientNumber(index), name: `病人${index}`, sex: 'M', birthDate })) });
  const visits = rows.map(({ id, index }) => ({
    id: newId(now.getTime()),
    number: `V${index}`,
    patientId: id,
    kind: 'inpatient',
    departmentCode: 'BENCH',
    wardCode: 'W1',
    bed: String(index % 60),
    attending: doctorOf(index),
    admittedAt: now,
    asOf: now,
  }));
  await prisma.visit.createMany({ data: visits });
}
