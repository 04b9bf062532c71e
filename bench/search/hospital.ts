/**
 * A hospital of millions, written by the database itself: names by their keys, ten years of visits in the order of time,
 * a directory with groups, duties and grants. Tables and indexes are the product's; rows are as wide as it writes them.
 */
import { Client } from 'pg';
import type { Database } from '../../services/core/db.ts';
import type { KeyRing } from '../../services/core/seal.ts';
import { demoIdentity } from '../../services/shared/patients/index.ts';
import { keysOfPool, namePool } from './names.ts';

export interface Filled {
  readonly patients: number;
  readonly visits: number;
  readonly names: number;
}

export const places = { departments: 60, wards: 100, doctors: 1000, nurses: 1500, groups: 180 } as const;
const filled = ['patient', 'patient_name', 'visit'];

type Run = (sql: string, values?: unknown[]) => Promise<Record<string, unknown>[]>;

const uuid = (kind: string, n: string): string => `('00000000-0000-7000-${kind}-' || lpad((${n})::text, 12, '0'))::uuid`;
export const patientUuid = (n: number): string => `00000000-0000-7000-8003-${String(n).padStart(12, '0')}`;

/** `url`: of the server; without it the embedded database's own connection. */
export async function fillHospital(database: Database, url: string | undefined, seal: KeyRing, asked: { readonly patients: number; readonly visits: number; readonly now: Date }, tell: (text: string) => void): Promise<Filled> {
  const client = url === undefined ? undefined : new Client({ connectionString: url, options: '-c jit=off' });
  await client?.connect();
  const run: Run = client === undefined
    ? (sql, values = []) => database.prisma.$queryRawUnsafe(sql, ...values)
    : async (sql, values = []) => (await client.query<Record<string, unknown>>(sql, values)).rows;
  try {
    return await fill(run, seal, asked, tell, client !== undefined);
  } finally {
    await client?.end();
  }
}

async function fill(run: Run, seal: KeyRing, { patients, visits, now }: { readonly patients: number; readonly visits: number; readonly now: Date }, tell: (text: string) => void, onServer: boolean): Promise<Filled> {
  // No triggers and no checks of what is generated right; indexes are made once at the end, as they were.
  await run(`SET session_replication_role = replica`);
  await run(`SET synchronous_commit = off`);
  if (onServer) await run(`SET maintenance_work_mem = '1GB'`);
  await run(`SET work_mem = '256MB'`);
  await run(`SELECT setseed(0.42)::text`);
  const names = await makeNames(run, seal, patients);
  tell(`${names} readings of names`);
  await directory(run, now);
  const indexes = await run(`SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename = ANY($1::text[]) AND indexname NOT LIKE '%_pkey'`, [filled]);
  for (const { indexname } of indexes) await run(`DROP INDEX "${String(indexname)}"`);
  await makePatients(run, patients);
  tell(`${patients} patients`);
  await makeVisits(run, patients, visits, now);
  tell(`${visits} visits`);
  for (const { indexdef } of indexes) await run(String(indexdef));
  tell(`${indexes.length} indexes`);
  await grants(run, patients, now);
  // The triggers were off. As the night leaves it: of a year.
  await run(`INSERT INTO circle_name SELECT n.* FROM visit v CROSS JOIN LATERAL circle_names_of(ARRAY[v.id]) n WHERE coalesce(v.discharged_at, v.as_of) > '${now.toISOString()}'::timestamptz - interval '366 days'`);
  for (const table of ['bench_family', 'bench_given', 'bench_key', 'bench_tail']) await run(`DROP TABLE ${table}`);
  await run(`SET session_replication_role = DEFAULT`);
  for (const table of [...filled, 'circle_name']) await run(`VACUUM (ANALYZE) ${table}`);
  await run('ANALYZE');
  tell('analysed');
  return { patients, visits, names };
}

async function makeNames(run: Run, seal: KeyRing, patients: number): Promise<number> {
  const pool = namePool(patients >= 1_000_000 ? 5000 : 1500);
  await run(`CREATE UNLOGGED TABLE bench_family (at int PRIMARY KEY, family text)`);
  await run(`INSERT INTO bench_family SELECT n - 1, f FROM unnest($1::text[]) WITH ORDINALITY u (f, n)`, [pool.families]);
  await run(`CREATE UNLOGGED TABLE bench_given (at int PRIMARY KEY, given text)`);
  await run(`INSERT INTO bench_given SELECT n - 1, g FROM unnest($1::text[]) WITH ORDINALITY u (g, n)`, [pool.given]);
  await run(`CREATE UNLOGGED TABLE bench_key (name text, reading int, given text, pinyin text, given_pinyin text, initials text, sound text)`);
  let made = 0;
  for (const rows of keysOfPool(pool, 10_000)) {
    made += rows.length;
    await run(`INSERT INTO bench_key SELECT * FROM unnest($1::text[], $2::int[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])`, [
      rows.map(({ name }) => name), rows.map(({ reading }) => reading), rows.map(({ given }) => given), rows.map(({ pinyin }) => pinyin), rows.map(({ givenPinyin }) => givenPinyin), rows.map(({ initials }) => initials), rows.map(({ sound }) => sound),
    ]);
  }
  await run(`CREATE INDEX ON bench_key (name)`);
  await run(`ANALYZE bench_key`);
  // Digests of the last four digits have ten thousand values, and these are the product's own.
  const digestOf = demoIdentity(seal);
  const tails = Array.from({ length: 10_000 }, (_none, n) => digestOf(patientUuid(0), { phone: `1380000${String(n).padStart(4, '0')}` }).phoneTailIndex ?? '');
  await run(`CREATE UNLOGGED TABLE bench_tail (at int PRIMARY KEY, digest text)`);
  await run(`INSERT INTO bench_tail SELECT n - 1, d FROM unnest($1::text[]) WITH ORDINALITY u (d, n)`, [tails]);
  return made;
}

async function directory(run: Run, now: Date): Promise<void> {
  const at = `'${now.toISOString()}'::timestamptz`;
  const { departments, wards, doctors, nurses, groups } = places;
  await run(`INSERT INTO department (code, name, kind) SELECT 'D' || n, '第' || n || '科', 'inpatient' FROM generate_series(0, ${departments + 2}) n`);
  await run(`INSERT INTO ward (code, name, department_code) SELECT 'W' || n, n || '病区', 'D' || (n % ${departments}) FROM generate_series(0, ${wards - 1}) n`);
  await run(`INSERT INTO staff (number, name, role, title, department_code, ward_code) SELECT 'S' || n, '某' || n, 'doctor', '', 'D' || (n % ${departments}), NULL FROM generate_series(0, ${doctors - 1}) n`);
  await run(`INSERT INTO staff (number, name, role, title, department_code, ward_code) SELECT 'N' || n, '某' || n, 'nurse', '', 'D' || (n % ${wards} % ${departments}), 'W' || (n % ${wards}) FROM generate_series(0, ${nurses - 1}) n`);
  await run(`INSERT INTO staff (number, name, role, title, department_code, ward_code) SELECT 'T' || n, '某' || n, 'technician', '', 'D' || (${departments} + n % 3), NULL FROM generate_series(0, 59) n`);
  await run(`INSERT INTO medical_group (code, name, department_code, leader) SELECT 'G' || n, '组' || n, 'D' || (n % ${departments}), 'S' || n FROM generate_series(0, ${groups - 1}) n`);
  await run(`INSERT INTO medical_group_member (id, group_code, staff_number, "from") SELECT ${uuid('8001', 'n')}, 'G' || (n % ${groups}), 'S' || n, ${at} - interval '900 days' FROM generate_series(0, ${doctors - 1}) n`);
  await run(`INSERT INTO duty (id, department_code, duty, staff_number, "from") SELECT ${uuid('8002', 'n')}, 'D' || n, 'head', 'S' || n, ${at} - interval '900 days' FROM generate_series(0, ${departments - 1}) n`);
  await run(`INSERT INTO duty (id, department_code, duty, staff_number, "from") SELECT ${uuid('8012', 'n')}, 'D' || n, 'head-nurse', 'N' || n, ${at} - interval '900 days' FROM generate_series(0, ${departments - 1}) n`);
}

const stamps = (said: string): string => `jsonb_build_object('1|2026-11-29T23:30:35.000Z|2026-11-29T23:30:35.000Z|A' || lpad(n::text, 20, '0') || '|' || substr(md5(n::text), 1, 8), '${said}')`;
const digestLike = (salt: string): string => `'v1.' || substr(translate(encode(decode(md5(n || '${salt}'), 'hex'), 'base64'), '+/', '-_'), 1, 22)`;
/** As long as a sealed value of so many bytes is; of the same alphabet. */
const sealedLike = (salt: string, length: number): string => `'v1.' || substr(translate(encode(decode(md5(n || '${salt}') || md5('${salt}' || n) || md5('x${salt}' || n), 'hex'), 'base64'), '+/', '-_'), 1, ${length})`;

async function makePatients(run: Run, patients: number): Promise<void> {
  // Given names by a falling share: the tenth part of them is a quarter of all people, 张 with the most frequent one some 1,700 of five million.
  await run(`INSERT INTO patient (id, number, name, sex, birth_date, sealed_id_number, id_number_index, sealed_phone, phone_index, phone_tail_index, stamps, named_as, canonical_id)
    SELECT id, 'P' || lpad(n::text, 8, '0'), f.family || g.given, CASE WHEN n % 2 = 0 THEN 'M' ELSE 'F' END, '1935-01-01'::timestamptz + (n::bigint * 7919 % 32000) * interval '1 day',
           ${sealedLike('i', 62)}, ${digestLike('i')}, ${sealedLike('p', 52)}, ${digestLike('p')}, t.digest, ${stamps('birthDate name phone sex')}, f.family || g.given, id
      FROM (SELECT n, ${uuid('8003', 'n')} AS id, floor(random() * (SELECT count(*) FROM bench_family))::int AS family, floor(power(random(), 1.6) * (SELECT count(*) FROM bench_given))::int AS given, floor(random() * 10000)::int AS tail FROM generate_series(0, ${patients - 1}) n) drawn
      JOIN bench_family f ON f.at = drawn.family JOIN bench_given g ON g.at = drawn.given JOIN bench_tail t ON t.at = drawn.tail`);
  await run(`INSERT INTO patient_name (patient_id, reading, name, given, pinyin, given_pinyin, initials, sound)
    SELECT p.id, k.reading, k.name, k.given, k.pinyin, k.given_pinyin, k.initials, k.sound FROM patient p JOIN bench_key k ON k.name = p.name`);
}

/** Ten years in the order of time: 4 % emergency, 8 % inpatients of about eight days, the others clinics. */
async function makeVisits(run: Run, patients: number, visits: number, now: Date): Promise<void> {
  const { departments, wards, doctors, nurses, groups } = places;
  const perWard = Math.floor(nurses / wards);
  await run(`INSERT INTO visit (id, number, patient_id, said_patient_id, kind, state, department_code, ward_code, bed, attending, nurse, group_code, admitted_at, discharged_at, as_of, stamps, memory)
    SELECT ${uuid('8004', 'n')}, 'V' || lpad(n::text, 9, '0'), patient, patient, kind, CASE WHEN kind = 'inpatient' AND gone IS NULL THEN 'here' ELSE 'gone' END,
           'D' || department, CASE WHEN kind = 'inpatient' THEN 'W' || ward END, CASE WHEN kind = 'inpatient' THEN (n % 40 + 1)::text END,
           'S' || (department + ${departments} * floor(luck * ${Math.floor(doctors / departments)})::int), CASE WHEN kind = 'inpatient' THEN 'N' || (ward + ${wards} * floor(luck * ${perWard})::int) END,
           CASE WHEN kind = 'inpatient' AND n % 2 = 0 THEN 'G' || (department + ${departments} * floor(luck * ${Math.floor(groups / departments)})::int) END,
           at, gone, coalesce(gone, at), ${stamps('admitted attending bed class departmentCode visit')}, '{"away": null, "ties": {"bed": "W1", "departmentCode": "W1"}, "class": "inpatient", "planned": null, "admitted": true}'::jsonb
      FROM (SELECT *, ward % ${departments} AS department, CASE WHEN kind = 'inpatient' AND at + stay < '${now.toISOString()}'::timestamptz THEN at + stay END AS gone
              FROM (SELECT n, ${uuid('8003', `floor(random() * ${patients})::int`)} AS patient, floor(random() * ${wards})::int AS ward, random() AS luck, (1 + random() * 14) * interval '1 day' AS stay,
                           CASE floor(random() * 25)::int WHEN 0 THEN 'emergency' WHEN 1 THEN 'inpatient' WHEN 2 THEN 'inpatient' ELSE 'outpatient' END AS kind,
                           '${now.toISOString()}'::timestamptz - interval '3650 days' * (1 - n / ${visits}::float) AS at
                      FROM generate_series(0, ${visits - 1}) n) drawn) settled`);
}

async function grants(run: Run, patients: number, now: Date): Promise<void> {
  const at = `'${now.toISOString()}'::timestamptz`;
  const until = `${at} - interval '1 hour', ${at} + interval '1 day'`;
  await run(`INSERT INTO access_grant (id, kind, staff_number, scope, target, reason, given_by, "from", until)
    SELECT ${uuid('8005', 'n')}, CASE n % 4 WHEN 0 THEN 'break-glass' WHEN 1 THEN 'permission' WHEN 2 THEN 'operation' ELSE 'consultation' END, 'S' || (n % ${places.doctors}), 'patient', (${uuid('8003', `floor(random() * ${patients})::int`)})::text, '', '', ${until} FROM generate_series(0, 2999) n`);
  await run(`INSERT INTO access_grant (id, kind, staff_number, scope, target, reason, given_by, "from", until)
    SELECT ${uuid('8006', 'n')}, 'permission', 'T' || n, CASE WHEN n % 2 = 0 THEN 'ward' ELSE 'department' END, CASE WHEN n % 2 = 0 THEN 'W' ELSE 'D' END || n, '', '', ${until} FROM generate_series(0, 59) n`);
  await run(`INSERT INTO patient_flag (patient_id, flag, set_by, set_at) SELECT ${uuid('8003', 'n * 97')}, 'vip', '', ${at} FROM generate_series(0, ${Math.floor(patients / 1000)}) n`);
}
