/** “为什么能看？” and “谁能看？”: the conditions evaluated one by one, and the policy that decided. No clinical data in the answers. */
import type { z } from 'zod';
import { Prisma } from '../../../prisma/generated/client.ts';
import { maskName, maskRecordNumber } from '../../../cards/masking.ts';
import { type AdminRole, byAdmin } from '../../core/access.ts';
import type { Tx } from '../../core/db.ts';
import { Refusal } from '../../core/errors.ts';
import { type Query, defineQuery } from '../../core/module.ts';
import { findPerson } from '../directory/index.ts';
import { type ScopeUse, clinicalFlags, relations } from './model.ts';
import { flagWords } from './phrases.ts';
import { judge, policyRoleOf } from './rules.ts';
import { type WhoView, type WhyView, whoInput, whoView, whyInput, whyView } from './schema.ts';
import { type PatientName, aboutNumber, flagsOf, patientByNumber } from './store.ts';
import { condition, personOfNumber } from './store.relations.ts';
import { type DataScope, type Viewer, standingOf } from './store.scope.ts';

const { sql } = Prisma;

export interface Explanation {
  readonly verdict: WhyView['verdict'];
  readonly relation: WhyView['relation'];
  readonly narrowed: boolean;
  readonly marks: readonly string[];
  readonly relations: WhyView['relations'];
}

/** Every relation evaluated, also those the policy does not ask. */
export async function explain(tx: Tx, scope: DataScope, viewer: Viewer, patientId: string, use: ScopeUse, now: Date): Promise<Explanation> {
  const policy = scope.policyFor(viewer, use);
  const { held, marks } = await standingOf(tx, viewer, patientId, relations, scope.whenOf(now));
  const { verdict, relation, flag } = judge(policy, held, marks);
  return {
    verdict,
    relation: relation ?? null,
    narrowed: flag !== undefined,
    marks,
    relations: relations.map((each) => ({ relation: each, held: held.has(each), policy: policy[each] ?? 'no' })),
  };
}

export function why(scope: DataScope): Query<z.infer<typeof whyInput>, WhyView> {
  return defineQuery({
    name: 'data-scope.why',
    input: whyInput,
    output: whyView,
    policy: byAdmin('security'),
    audited: true,
    subject: ({ staff }) => `staff:${staff}`,
    about: aboutNumber,
    body: async ({ tx, now }, { staff, patient: number, ...use }) => {
      const [person, patient] = [await findPerson(tx, staff), await known(tx, number)];
      if (person === undefined) throw new Refusal('core.not-found', {}, 404);
      const viewer = { ...person, id: person.number };
      const { marks, ...found } = await explain(tx, scope, viewer, patient.id, use, now);
      const answer = person.active ? found : { ...found, verdict: 'no' as const, relation: null };
      return {
        ...answer,
        staff: { number: person.number, name: person.name, department: person.departmentName, role: policyRoleOf(person, scope.rules.offices), active: person.active },
        patient: masked(patient),
        policy: policyName(use),
        marks: marksInWords(marks),
      };
    },
  });
}

export function who(scope: DataScope): Query<z.infer<typeof whoInput>, WhoView> {
  return defineQuery({
    name: 'data-scope.who',
    input: whoInput,
    output: whoView,
    policy: byAdmin('security'),
    audited: true,
    subject: ({ patient }) => `patient-number:${patient}`,
    about: aboutNumber,
    body: async ({ tx, now }, { patient: number, ...use }) => {
      const patient = await known(tx, number);
      const marks = (await flagsOf(tx, patient.id)).map(({ flag }) => flag);
      return { patient: masked(patient), marks: marksInWords(marks), people: await peopleFor(tx, scope, patient.id, marks, use, now) };
    },
  });
}

interface StaffRow {
  readonly number: string;
  readonly name: string;
  readonly department: string;
  readonly role: string;
  readonly departmentCode: string;
  readonly adminRole: string | null;
  readonly held: string[];
}

/** Same department and same hospital say nothing about a person: those who stand so are not named one by one. */
const personal = relations.filter((relation) => relation !== 'department' && relation !== 'institution');

/** The same conditions over all staff at once. */
async function peopleFor(tx: Tx, scope: DataScope, patientId: string, marks: readonly string[], use: ScopeUse, now: Date): Promise<WhoView['people']> {
  const columns = { number: sql`s.number`, ward: sql`s.ward_code`, department: sql`s.department_code` };
  const holds = personal.map((relation) => sql`CASE WHEN EXISTS (SELECT 1 FROM visit v WHERE v.patient_id = ${personOfNumber(sql`${patientId}::uuid`)} AND ${condition(relation, columns, scope.whenOf(now))}) THEN ${relation}::text END`);
  const rows = await tx.$queryRaw<StaffRow[]>`
    SELECT * FROM (SELECT s.number, s.name, d.name AS department, s.role, s.department_code AS "departmentCode", s.admin_role AS "adminRole",
             array_remove(ARRAY[${Prisma.join(holds)}], NULL) AS held
        FROM staff s JOIN department d ON d.code = s.department_code WHERE s.active) AS each
     WHERE cardinality(held) > 0 ORDER BY number LIMIT 500`;
  return rows.flatMap(({ number, name, department, held, ...row }) => {
    const asker = { role: row.role, departmentCode: row.departmentCode, adminRole: (row.adminRole as AdminRole | null) ?? undefined };
    const { verdict, relation } = judge(scope.policyFor(asker, use), new Set(held), marks);
    return verdict === 'no' || relation === undefined ? [] : [{ number, name, department, role: policyRoleOf(asker, scope.rules.offices), verdict, relation, policy: policyName(use) }];
  });
}

function policyName({ module, act }: ScopeUse): string {
  return `${module}/${act}`;
}

async function known(tx: Tx, number: string): Promise<PatientName> {
  const patient = await patientByNumber(tx, number);
  if (patient === undefined) throw new Refusal('core.not-found', {}, 404);
  return patient;
}

function masked({ number, name }: PatientName): { number: string; name: string } {
  return { number: maskRecordNumber(number), name: maskName(name) };
}

/** What says something about health is one general word here. */
function marksInWords(marks: readonly string[]): string[] {
  const plain = Object.entries(flagWords).flatMap(([flag, word]) => (marks.includes(flag) && !clinicalFlags.some((each) => each === flag) ? [word] : []));
  return clinicalFlags.some((flag) => marks.includes(flag)) ? [...plain, '敏感诊疗（仅病案室、医务科可见种类）'] : plain;
}
