/** Rows of the store by what names them for people, without our own ids and stamps: for tests that ask whether two ways end the same. */
import type { World } from './world.ts';

/** The sender's name, our own ids and stamps, and what is only the sender's way of numbering. */
const ours = ['id', 'consultation_id', 'source', 'stamps', 'stamp', 'memory', 'as_of', 'slot', 'digest', 'sealed_content', 'bytes', 'media_type', 'search', 'name_key'];

export type Row = Readonly<Record<string, unknown>>;

/** Tables of the store, each row by what names it for people. */
const tables: Readonly<Record<string, string>> = {
  patient: `SELECT number AS key, t.* FROM patient t`,
  visit: `SELECT number AS key, t.* FROM visit t`,
  patient_move: `SELECT v.number || ' ' || t.step || ' ' || t.at AS key, t.* FROM patient_move t JOIN visit v ON v.id = t.visit_id`,
  visit_diagnosis: `SELECT v.number || ' ' || t.type || ' ' || t.name AS key, t.* FROM visit_diagnosis t JOIN visit v ON v.id = t.visit_id`,
  clinical_order: `SELECT number AS key, t.* FROM clinical_order t`,
  order_execution: `SELECT number AS key, t.* FROM order_execution t`,
  report: `SELECT number || ' ' || item AS key, t.* FROM report t`,
  // In HL7 a report sheet is a line of its report too; in R4 it stands beside the results.
  result: `SELECT r.number || ' ' || t.item || ' ' || t.place AS key, t.* FROM result t JOIN report r ON r.id = t.report_id WHERE t.kind <> 'attachment'`,
  document: `SELECT split_part(number, '|', 1) AS key, t.* FROM document t`,
  nursing_observation: `SELECT p.number || ' ' || t.item || ' ' || t.at AS key, t.* FROM nursing_observation t JOIN patient p ON p.id = t.patient_id`,
  bed_readiness: `SELECT ward || ' ' || bed AS key, t.* FROM bed_readiness t`,
  operation: `SELECT number AS key, t.* FROM operation t`,
  clinic_session: `SELECT number AS key, t.* FROM clinic_session t`,
  clinic_booking: `SELECT number AS key, t.* FROM clinic_booking t`,
  consultation: `SELECT number AS key, t.* FROM consultation t`,
  consultation_opinion: `SELECT c.number || ' ' || t.who AS key, t.* FROM consultation_opinion t JOIN consultation c ON c.id = t.consultation_id`,
};

export async function storeRows({ hospital }: World): Promise<Map<string, Map<string, Row>>> {
  const { prisma } = hospital.database;
  const names = new Map((await prisma.$queryRaw<{ id: string; name: string }[]>`SELECT id::text, number AS name FROM patient UNION ALL SELECT id::text, number FROM visit UNION ALL SELECT id::text, number FROM report`).map(({ id, name }) => [id, name]));
  const all = new Map<string, Map<string, Row>>();
  for (const [table, sql] of Object.entries(tables)) {
    const rows = await prisma.$queryRawUnsafe<{ row: Row }[]>(`SELECT to_jsonb(x) AS row FROM (${sql}) x ORDER BY x.key, to_jsonb(x)->>'stamp'`);
    const seen = new Map<string, number>();
    const named = (key: string): string => {
      const count = (seen.get(key) ?? 0) + 1;
      seen.set(key, count);
      return count === 1 ? key : `${key} #${count}`;
    };
    all.set(table, new Map(rows.map(({ row }) => [named(String(row['key'])), Object.fromEntries(Object.entries(row).filter(([column]) => column !== 'key' && !ours.includes(column) && !column.startsWith('sealed_') && !column.endsWith('_index') && !column.endsWith('_hash')).map(([column, value]) => [column, typeof value === 'string' ? (names.get(value) ?? value) : value]))])));
  }
  return all;
}

/** Cells as text, their objects in one order. */
export const cell = (value: unknown): string => JSON.stringify(value, (_key, held: unknown) => (typeof held === 'object' && held !== null && !Array.isArray(held) ? Object.fromEntries(Object.entries(held).toSorted(([one], [other]) => (one < other ? -1 : 1))) : held));
