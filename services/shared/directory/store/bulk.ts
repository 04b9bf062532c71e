/** Many rows in one statement whatever their number; only where a master's word is written down. */
import type { Tx } from '../../../core/db.ts';

type Columns = Readonly<Record<string, 'text' | 'boolean' | 'uuid' | 'timestamptz' | 'jsonb'>>;

const columnOf = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const quoted = (names: readonly string[], of = '') => names.map((name) => `${of}"${columnOf(name)}"`).join(', ');

/** `keys`: the primary key. Names are ours and stand in the statement as they are. */
export function upsertOf(table: string, keys: readonly string[], columns: Columns): (tx: Tx, rows: readonly object[]) => Promise<void> {
  const names = Object.keys(columns);
  const typed = Object.entries(columns).map(([name, type]) => `"${name}" ${type}`).join(', ');
  const set = names.filter((name) => !keys.includes(name)).map((name) => `"${columnOf(name)}" = excluded."${columnOf(name)}"`).join(', ');
  const statement = `INSERT INTO "${table}" (${quoted(names)}) SELECT ${names.map((name) => `"${name}"`).join(', ')} FROM jsonb_to_recordset($1::text::jsonb) AS given(${typed}) ON CONFLICT (${quoted(keys)}) DO UPDATE SET ${set}`;
  return async (tx, rows) => {
    if (rows.length > 0) await tx.$executeRawUnsafe(statement, JSON.stringify(rows));
  };
}

export const upsertDepartments = upsertOf('department', ['code'], { code: 'text', name: 'text', kind: 'text', parentCode: 'text', institutionCode: 'text', campusCode: 'text', active: 'boolean', source: 'text' });
export const upsertWards = upsertOf('ward', ['code'], { code: 'text', name: 'text', departmentCode: 'text', campusCode: 'text', active: 'boolean', source: 'text' });
export const upsertBeds = upsertOf('bed', ['code'], { code: 'text', wardCode: 'text', number: 'text', room: 'text', state: 'text', note: 'text', active: 'boolean', source: 'text' });
export const upsertStaff = upsertOf('staff', ['number'], { number: 'text', name: 'text', role: 'text', title: 'text', departmentCode: 'text', wardCode: 'text', active: 'boolean', source: 'text' });
export const upsertGroups = upsertOf('medical_group', ['code'], { code: 'text', name: 'text', departmentCode: 'text', leader: 'text', active: 'boolean', source: 'text' });
export const upsertMembers = upsertOf('medical_group_member', ['id'], { id: 'uuid', groupCode: 'text', staffNumber: 'text', from: 'timestamptz', until: 'timestamptz' });
export const upsertAccounts = upsertOf('staff_account', ['platform', 'corp', 'userFolded'], { platform: 'text', corp: 'text', user: 'text', userFolded: 'text', unionId: 'text', staffNumber: 'text' });
export const upsertBindings = upsertOf('department_binding', ['platform', 'corp', 'external'], { platform: 'text', corp: 'text', external: 'text', name: 'text', departmentCode: 'text' });
