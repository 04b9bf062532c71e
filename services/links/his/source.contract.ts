/** What every source of the directory keeps, whatever stands behind it. */
import type { TestFn } from 'ava';
import type { DirectorySource, Told } from './port.ts';
import type { HisLists } from './simulator.ts';

export const sampleLists = (): HisLists => ({
  departments: [
    { code: 'MED', name: '内科系统', kind: 'inpatient' },
    { code: 'CARD', name: '心血管内科', kind: 'inpatient', parent: 'MED' },
  ],
  wards: [{ code: 'CARD1', name: '心内科一病区', department: 'CARD' }],
  beds: [{ ward: 'CARD1', number: '12', room: '304' }, { ward: 'CARD1', number: '13', state: 'blocked', note: '维修' }],
  staff: [
    { number: '1001', name: '李静', role: 'doctor', title: '主治医师', department: 'CARD', ward: 'CARD1' },
    { number: '1002', name: '王建国', role: 'doctor', title: '住院医师', department: 'CARD' },
    { number: '1004', name: '周敏', role: '护士长', department: 'CARD' },
  ],
  groups: [{ code: 'CARD-A', name: '心内 A 组', department: 'CARD', leader: '1001', members: [{ staff: '1002' }] }],
});

export async function readAll(source: DirectorySource, from?: string): Promise<{ rows: Told[]; cursors: string[] }> {
  const rows: Told[] = [];
  const cursors: string[] = [];
  for (let cursor = from; ; ) {
    const page = await source.page(cursor);
    rows.push(...page.rows);
    if (page.next === undefined) return { rows, cursors };
    cursor = page.next;
    cursors.push(cursor);
  }
}

export function directorySourceContract(test: TestFn, name: string, open: (lists: HisLists, release: (close: () => Promise<void>) => void) => Promise<DirectorySource>): void {
  test(`${name}: tells everything once, in pages`, async (t) => {
    const source = await open(sampleLists(), (close) => t.teardown(close));
    const { rows, cursors } = await readAll(source);
    t.deepEqual(rows.map(({ kind, key }) => `${kind} ${key}`), ['department MED', 'department CARD', 'ward CARD1', 'bed CARD1/12', 'bed CARD1/13', 'staff 1001', 'staff 1002', 'staff 1004', 'group CARD-A']);
    t.true(cursors.length > 1);
  });

  test(`${name}: goes on from every cursor`, async (t) => {
    const source = await open(sampleLists(), (close) => t.teardown(close));
    const { rows, cursors } = await readAll(source);
    for (const cursor of cursors) {
      const rest = await readAll(source, cursor);
      t.deepEqual(rest.rows, rows.slice(rows.length - rest.rows.length));
    }
  });

  test(`${name}: a row that cannot be read is told with the fields at fault`, async (t) => {
    const source = await open(sampleLists(), (close) => t.teardown(close));
    const { rows } = await readAll(source);
    const odd = rows.find(({ row }) => 'unreadable' in row);
    t.deepEqual(odd?.row['unreadable'], ['role']);
    t.regex(String(odd?.row['text']), /护士长/);
  });
}
