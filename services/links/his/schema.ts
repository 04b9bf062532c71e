/** What a master of the directory tells of departments, wards, beds, staff, medical groups and accounts: the only shape modules read. */
import { z } from 'zod';

/** In the order they are applied: a person's department has to be there before the person. */
export const toldKinds = ['department', 'ward', 'bed', 'staff', 'group', 'account', 'binding'] as const;
export type ToldKind = (typeof toldKinds)[number];

export const departmentKinds = ['inpatient', 'outpatient', 'technology', 'pharmacy', 'administration'] as const;
export const staffRoles = ['doctor', 'nurse', 'technician', 'pharmacist', 'administrator'] as const;

/** Codes stand in addresses and files: letters, digits, `-`, `_`, `.`. */
export const code = z.string().regex(/^[\w.-]{1,40}$/);
const text = (most: number) => z.string().trim().min(1).max(most);
const instant = z.iso.datetime({ offset: true });

export const departmentTold = z.object({
  code,
  name: text(60),
  kind: z.enum(departmentKinds),
  parent: code.nullish(),
  institution: code.nullish(),
  campus: code.nullish(),
  active: z.boolean().default(true),
});

export const wardTold = z.object({ code, name: text(60), department: code, campus: code.nullish(), active: z.boolean().default(true) });

export const bedStates = ['open', 'blocked'] as const;

/** A bed the ward has, empty or not; who lies in it is told by the stays. */
export const bedTold = z.object({
  ward: code,
  number: z.string().trim().regex(/^[^\s/]{1,12}$/),
  room: z.string().trim().max(20).nullish(),
  state: z.enum(bedStates).default('open'),
  /** Why it is blocked. */
  note: z.string().trim().max(60).nullish(),
  active: z.boolean().default(true),
});

export const staffTold = z.object({
  number: code,
  name: text(40),
  role: z.enum(staffRoles),
  title: z.string().trim().max(40).default(''),
  department: code,
  ward: code.nullish(),
  /** False: has left the hospital. */
  active: z.boolean().default(true),
});

export const groupTold = z.object({
  code,
  name: text(60),
  department: code,
  leader: code,
  members: z.array(z.object({ staff: code, from: instant.nullish(), until: instant.nullish() })).max(500),
  active: z.boolean().default(true),
});

/** A person's account as a chat platform's address book has it. */
export const accountTold = z.object({
  platform: z.string(),
  corp: z.string(),
  user: z.string().min(1),
  name: z.string(),
  /** Empty: the platform does not know it. */
  staffNumber: z.string(),
  unionId: z.string().nullish(),
  departments: z.array(z.string()),
});

/** A department as a chat platform's address book has it. */
export const bindingTold = z.object({ platform: z.string(), corp: z.string(), external: z.string().min(1), name: z.string(), parent: z.string().nullish() });

export const toldSchemas = { department: departmentTold, ward: wardTold, bed: bedTold, staff: staffTold, group: groupTold, account: accountTold, binding: bindingTold } as const satisfies Record<ToldKind, z.ZodType>;

export type DepartmentTold = z.output<typeof departmentTold>;
export type WardTold = z.output<typeof wardTold>;
export type BedTold = z.output<typeof bedTold>;
export type StaffTold = z.output<typeof staffTold>;
export type GroupTold = z.output<typeof groupTold>;
export type AccountTold = z.output<typeof accountTold>;
export type BindingTold = z.output<typeof bindingTold>;

/** A row that could not be read: the fields at fault and what stood there, for a person to look. */
export const unreadable = z.object({ unreadable: z.array(z.string()).min(1), text: z.string() });
export type Unreadable = z.output<typeof unreadable>;

export interface Told {
  readonly kind: ToldKind;
  /** What the source calls it; of an unreadable row its place. */
  readonly key: string;
  readonly row: Readonly<Record<string, unknown>>;
}

/** Longest excerpt of a row nobody could read. */
const excerpt = 300;

/** Reads a row by its kind; one that cannot be read is told as such and never dropped. */
export function readTold(kind: ToldKind, raw: unknown, place: string): Told {
  const read = toldSchemas[kind].safeParse(raw);
  if (read.success) return { kind, key: keyOf(kind, read.data), row: read.data };
  const fields = [...new Set(read.error.issues.map((issue) => String(issue.path[0] ?? '')))];
  return { kind, key: namedIn(kind, raw) ?? place, row: { unreadable: fields, text: JSON.stringify(raw).slice(0, excerpt) } };
}

const keyFields = { department: ['code'], ward: ['code'], bed: ['ward', 'number'], group: ['code'], staff: ['number'], account: ['user'], binding: ['external'] } as const satisfies Record<ToldKind, readonly string[]>;

/** Whom an unreadable row is about, where it says so: nobody vanishes because a title was misspelt. */
function namedIn(kind: ToldKind, raw: unknown): string | undefined {
  const named = z.looseObject(Object.fromEntries(keyFields[kind].map((field) => [field, code]))).safeParse(raw);
  return named.success ? joined(kind, named.data) : undefined;
}

/** Of a bed `CARD1/12`. */
function joined(kind: ToldKind, row: Readonly<Record<string, unknown>>): string {
  return keyFields[kind].map((field) => String(row[field])).join('/');
}

function keyOf(kind: ToldKind, row: Readonly<Record<string, unknown>>): string {
  const key = joined(kind, row);
  // WeCom compares user ids without case.
  return kind === 'account' ? key.toLowerCase() : key;
}
