/** What of a time to come nobody holds, department by department. */
import type { Tx } from '../../core/db.ts';
import { type DepartmentRow, departmentRows } from '../../shared/directory/index.ts';
import { absencesOf, dutiesOf, patternsOf } from '../../shared/on-call/index.ts';
import { type DutyKind, type Hole, type Stretch, common, dayAfter, dayOf, holes, slotsOf } from '../../shared/on-call/schema.ts';
import type { Rosters } from './store.keepers.ts';

export interface RosterDepartment extends Pick<DepartmentRow, 'code' | 'name'> {
  /** What this department has to have. */
  readonly duties: readonly DutyKind[];
}

/** Departments that keep duty doctors need a head beside them; the medical office needs somebody at all hours. */
export async function rosterDepartments(tx: Tx, { medicalOffices }: Pick<Rosters, 'medicalOffices'>): Promise<RosterDepartment[]> {
  const rows = await departmentRows(tx);
  const patterns = await patternsOf(tx, rows.map(({ code }) => code));
  return rows.flatMap(({ code, name }): RosterDepartment[] => {
    if (medicalOffices.includes(code)) return [{ code, name, duties: ['medical-office'] }];
    return patterns.get(code)?.kept === true ? [{ code, name, duties: ['duty-doctor', 'head', 'head-nurse'] }] : [];
  });
}

export interface MissingDuty extends Hole {
  readonly kind: DutyKind;
  readonly shift: string;
}

/** Duty doctors by shift, posts as a whole; all of it in five questions whatever the number of departments. */
export async function missingIn(tx: Tx, departments: readonly RosterDepartment[], within: Stretch): Promise<{ readonly code: string; readonly name: string; readonly holes: readonly MissingDuty[] }[]> {
  const codes = departments.map(({ code }) => code);
  const all = await dutiesOf(tx, within, { departments: codes });
  const absences = await absencesOf(tx, all.map(({ staffNumber }) => staffNumber), within.from);
  const patterns = await patternsOf(tx, codes);
  const byPlace = Map.groupBy(all, ({ departmentCode, duty }) => `${departmentCode} ${duty}`);
  const days = daysOf(within);
  return departments.map(({ code, name, duties }) => ({
    code, name,
    holes: duties.flatMap((kind) => {
      const own = byPlace.get(`${code} ${kind}`) ?? [];
      const stretches = kind === 'duty-doctor' ? days.flatMap((day) => slotsOf(patterns.get(code)?.shifts ?? [], day)) : [{ ...within, name: '' }];
      return stretches.flatMap(({ name: shift, ...slot }) => {
        const part = common(within, slot);
        return part === undefined ? [] : holes(part, own, absences).map((hole) => ({ ...hole, kind, shift }));
      });
    }),
  }));
}

/** Also the day before: its night shift reaches into the first. */
function daysOf({ from, until }: Stretch): string[] {
  const days: string[] = [];
  for (let day = dayAfter(dayOf(from), -1); day <= dayOf(until); day = dayAfter(day, 1)) days.push(day);
  return days;
}
