/** What hangs on a place or a person. Visits, duties and the record of acts are others' tables, only counted here: codes in them must go on meaning something. */
import type { Tx } from '../../../core/db.ts';
import type { PlaceKind } from '../model.ts';

/** `living`: only what is in use; without it everything there ever was. */
export async function whatHangs(tx: Tx, kind: PlaceKind, code: string, living: boolean): Promise<Record<string, number>> {
  const active = living ? { active: true } : {};
  if (kind === 'institution') {
    const [campuses, departments, institutions] = [await tx.campus.count({ where: { institutionCode: code, ...active } }), await tx.department.count({ where: { institutionCode: code, ...active } }), await tx.institution.count({ where: { parentCode: code, ...active } })];
    return { campuses, departments, institutions };
  }
  if (kind === 'campus') return { departments: await tx.department.count({ where: { campusCode: code, ...active } }), wards: await tx.ward.count({ where: { campusCode: code, ...active } }) };
  if (kind === 'ward') return { ...(living ? {} : { beds: await tx.bed.count({ where: { wardCode: code } }) }), staff: await tx.staff.count({ where: { wardCode: code, ...active } }), visits: await count(tx, living ? 'SELECT count(*)::int AS n FROM visit WHERE ward_code = $1 AND discharged_at IS NULL' : 'SELECT count(*)::int AS n FROM visit WHERE ward_code = $1', code) };
  if (kind === 'group') return living ? {} : { staff: await tx.medicalGroupMember.count({ where: { groupCode: code } }) };
  return {
    departments: await tx.department.count({ where: { parentCode: code, ...active } }),
    wards: await tx.ward.count({ where: { departmentCode: code, ...active } }),
    staff: await tx.staff.count({ where: { departmentCode: code, ...active } }),
    groups: await tx.medicalGroup.count({ where: { departmentCode: code, ...active } }),
    ...(living ? {} : {
      bindings: await tx.departmentBinding.count({ where: { departmentCode: code } }),
      visits: await count(tx, 'SELECT count(*)::int AS n FROM visit WHERE department_code = $1', code),
      duties: await count(tx, 'SELECT count(*)::int AS n FROM duty WHERE department_code = $1', code),
    }),
  };
}

export async function whatHangsOnPerson(tx: Tx, number: string): Promise<Record<string, number>> {
  return {
    accounts: await tx.staffAccount.count({ where: { staffNumber: number } }),
    groups: (await tx.medicalGroupMember.count({ where: { staffNumber: number } })) + (await tx.medicalGroup.count({ where: { leader: number } })),
    duties: await count(tx, 'SELECT count(*)::int AS n FROM duty WHERE staff_number = $1', number),
    visits: await count(tx, 'SELECT count(*)::int AS n FROM visit WHERE attending = $1 OR nurse = $1', number),
    acts: await count(tx, `SELECT count(*)::int AS n FROM audit WHERE actor = 'staff:' || $1`, number),
  };
}

async function count(tx: Tx, statement: string, code: string): Promise<number> {
  const [row] = await tx.$queryRawUnsafe<{ n: number }[]>(statement, code);
  return row?.n ?? 0;
}
