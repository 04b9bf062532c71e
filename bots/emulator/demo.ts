/** The demonstration hospital's staff as contacts of both platforms. */
import { existsSync } from 'node:fs';
import { z } from 'zod';
import type { Person } from './core/people.ts';

/** What the emulator needs of `prisma/demo/hospital.ts`; the rest of a row is the product's. */
const staffSchema = z.array(z.object({
  number: z.string(),
  name: z.string(),
  role: z.string(),
  title: z.string().optional(),
  departmentCode: z.string(),
  departmentName: z.string(),
  wardCode: z.string().optional(),
  dingtalk: z.string().optional(),
  wecom: z.string().optional(),
}));
const departmentsSchema = z.array(z.object({ code: z.string(), name: z.string(), parent: z.string().optional() }));
type Departments = z.infer<typeof departmentsSchema>;

const HOSPITAL = new URL('../../prisma/demo/hospital.ts', import.meta.url);

/** Loaded by address: `bots/` may not import `prisma/`, and the emulator also runs without the hospital (DEMO=0). */
export async function demoPeople(): Promise<Person[]> {
  if (process.env['DEMO'] === '0' || !existsSync(HOSPITAL)) return [];
  const hospital = (await import(HOSPITAL.href)) as { staff?: unknown; departments?: unknown };
  const departments = departmentsSchema.parse(hospital.departments ?? []);
  return staffSchema.parse(hospital.staff).flatMap((person) => contactsOf(person, pathTo(departments, person.departmentCode)));
}

/** The departments above one, the highest first. */
function pathTo(departments: Departments, code: string): Departments {
  const parent = departments.find((each) => each.code === departments.find((own) => own.code === code)?.parent);
  return parent === undefined ? [] : [...pathTo(departments, parent.code), parent];
}

function contactsOf(staff: z.infer<typeof staffSchema>[number], departmentPath: Departments): Person[] {
  const { number, dingtalk, wecom, title, wardCode, ...rest } = staff;
  const person = { ...rest, staffNumber: number, active: true, departmentPath, ...(title && { title }), ...(wardCode && { wardCode }) };
  return [
    ...(dingtalk === undefined ? [] : [{ ...person, platform: 'dingtalk' as const, userid: dingtalk }]),
    ...(wecom === undefined ? [] : [{ ...person, platform: 'wecom' as const, userid: wecom }]),
  ];
}
