/**
 * "Reading the database files shows no ID number and no phone": real admissions and reports go in, then every column of
 * every table and every byte of the data folder is searched for what their PID-3, 11, 13, 19 and NK1-5 said.
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { seed } from '../../prisma/seed.ts';
import { identityOf, patients as demoPatients } from '../../prisma/demo/hospital.ts';
import type { PrismaClient } from '../../prisma/generated/client.ts';
import { openDatabase } from '../../services/core/db.ts';
import { newId } from '../../services/core/ids.ts';
import { preparedImage } from '../../services/core/image.ts';
import { silentLog } from '../../services/core/log.ts';
import { createMetrics } from '../../services/core/metrics.ts';
import { createSeal } from '../../services/core/seal.ts';
import { createService } from '../../services/core/service.ts';
import { messagesInFile } from '../../services/links/hl7/files.ts';
import { rawField, segmentsOf } from '../../services/links/hl7/syntax/message.ts';
import { parse } from '../../services/links/hl7/syntax/parse.ts';
import { answerTo, readMessage } from '../../services/links/hl7/read.ts';
import { intake, messageDoor } from '../../services/shared/intake/index.ts';
import { demoIdentity } from '../../services/shared/patients/index.ts';
import { testTrail } from '../kit/audit.ts';
import { world } from '../kit/world.ts';

const folder = join(import.meta.dirname, '../../../shared/data/hl7v2');

/** As a Chinese ward system sends them, each with everything that must not be readable. */
const chinese = [
  ['11010519491231002X', '13812345678', '幸福路金桂苑7号楼', '王秀兰', '13900139000'],
  ['330102198001011239', '0571-88886634', '文三路三百四十九号', '赵有才', '13700137111'],
] as const;

function chineseMessages(): Buffer[] {
  return chinese.flatMap(([card, phone, street, kin, kinPhone], at) => {
    const msh = (type: string) => `MSH|^~\\&|HIS|H|W|H|20261121101400||${type}|CN${at}${type.slice(0, 3)}|P|2.5.1||||||UNICODE UTF-8`;
    const pid = `PID|1||CN${at}^^^HIS^MR~${card}^^^GA^NNCHN||测试||19491231|M|||${street}^^朝阳区^北京市||${phone}||||||${card}`;
    const adt = [msh('ADT^A01'), 'EVN|A01|20261121101400', pid, `NK1|1|${kin}|MTH^母亲||${kinPhone}`, 'PV1|1|I|CARD1^^30'];
    const oru = [msh('ORU^R01'), pid, 'PV1|1|I|CARD1^^30', 'OBR|1||F1|LAB^L', 'OBX|1|NM|2823-3^血钾^LN||7.1|mmol/L|3.5-5.3||||F'];
    const unnumbered = [msh('ORU^R01').replace('CN', 'CX'), `PID|1||${card}^^^GA^NI||测试`, 'OBR|1||F2|LAB^L', 'OBX|1|NM|2823-3^血钾^LN||7.2|mmol/L|3.5-5.3||||F'];
    return [adt, oru, unnumbered].map((lines) => Buffer.from(`${lines.join('\r')}\r`));
  });
}

function realMessages(): Buffer[] {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && /\.(hl7|hl7v2|txt)$/.test(entry.name) && !/^(LICENSE|SOURCE)/.test(entry.name));
  const all = files.map((entry) => join(entry.parentPath, entry.name)).toSorted().flatMap((file) => messagesInFile(readFileSync(file)));
  return all.filter((raw) => /^(ADT|ORU|OUL)$/.test(readMessage(raw).header.type));
}

/** Long enough not to stand somewhere by chance. */
function secretsIn(raw: Buffer): string[] {
  const parsed = parse(raw);
  if (!('message' in parsed)) return [];
  const { message } = parsed;
  const parts = (name: string, field: number, component: number) => segmentsOf(message, name).flatMap((segment) => rawField(segment, field).split('~').map((repeat) => repeat.split('^')[component - 1] ?? ''));
  const phones = [...parts('PID', 13, 1), ...parts('PID', 13, 12), ...parts('NK1', 5, 1)].filter((text) => text.replaceAll(/\D/g, '').length >= 7);
  const streets = parts('PID', 11, 1).filter((text) => text.length >= 7 && /\s|\p{Script=Han}/u.test(text));
  const cards = parts('PID', 19, 1).filter((text) => text.replaceAll(/\D/g, '').length >= 7);
  return [...phones, ...streets, ...cards];
}

const demoSecrets = demoPatients.flatMap((patient) => {
  const { idNumber = '', phone = '', guardianPhone = '' } = identityOf(patient) ?? {};
  return [idNumber, phone, guardianPhone].filter((text) => text !== '');
});

function secretsOf(messages: readonly Buffer[]): string[] {
  return [...new Set([...messages.flatMap(secretsIn), ...chinese.flat(), ...demoSecrets])];
}

interface Column {
  readonly schema: string;
  readonly table: string;
  readonly column: string;
  readonly bytes: boolean;
}

/** Every value of every column, as text or bytes, of our tables and the job queue's. */
async function findIn(prisma: PrismaClient, secrets: readonly string[]): Promise<string[]> {
  const columns = await prisma.$queryRaw<Column[]>`
    SELECT c.table_schema AS schema, c.table_name AS table, c.column_name AS column, c.data_type = 'bytea' AS bytes
      FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
     WHERE c.table_schema IN ('public', 'pgboss') AND t.table_type = 'BASE TABLE'`;
  const found: string[] = [];
  for (const { schema, table, column, bytes } of columns) {
    const rows = await prisma.$queryRawUnsafe<{ value: string }[]>(`SELECT ${bytes ? `encode("${column}", 'base64')` : `"${column}"::text`} AS value FROM "${schema}"."${table}" WHERE "${column}" IS NOT NULL`);
    const all = rows.map(({ value }) => (bytes ? Buffer.from(value, 'base64').toString('utf8') : value)).join('\n');
    found.push(...secrets.filter((secret) => all.includes(secret)).map((secret) => `${table}.${column}: ${secret}`));
  }
  return found;
}

test('real admissions and reports, and Chinese ones: no column of any table holds a number, a telephone or a street', async (t) => {
  t.timeout(240_000);
  const w = await world(t);
  const { prisma } = w.hospital.database;
  // Every fourth through the whole service; all of them in the test below.
  const messages = [...chineseMessages(), ...realMessages().filter((_raw, at) => at % 4 === 0)];
  for (const raw of messages) t.regex(await w.sends(raw), /^A[AER]$/);
  await w.settle();
  const secrets = secretsOf(messages);
  t.deepEqual(await findIn(prisma, secrets), []);
  t.log({ messages: messages.length, secrets: secrets.length, patientsWithIdentity: await prisma.patient.count({ where: { sealedIdNumber: { not: null } } }), telephones: await prisma.patient.count({ where: { sealedPhone: { not: null } } }) });
  t.true((await prisma.patient.count({ where: { sealedAddress: { not: null } } })) > demoPatients.length, 'the search would otherwise prove nothing');
  const byCard = await prisma.patient.findMany({ where: { number: { startsWith: 'W-' } }, select: { id: true, canonicalId: true } });
  t.true(byCard.length > 0 && byCard.every(({ id, canonicalId }) => canonicalId !== id), 'the card alone led to the person it belongs to');
});

test('the files of the embedded database, once it is closed: no byte of them says one either', async (t) => {
  t.timeout(240_000);
  const place = await mkdtemp(join(tmpdir(), 'wardline-'));
  t.teardown(() => rm(place, { recursive: true, force: true }));
  const database = await openDatabase({ folder: join(place, 'postgres'), image: preparedImage });
  const seal = createSeal(Buffer.alloc(32, 1));
  const [metrics, now] = [createMetrics(), new Date('2026-11-21T02:14:00Z')];
  const service = await createService({ modules: [intake(seal)], database, audit: testTrail, now: () => now, log: silentLog, metrics });
  await seed(database.prisma, { now, corps: { dingtalk: 'a', wecom: 'b' }, newId, identity: demoIdentity(seal) });
  const door = messageDoor({ prisma: database.prisma, corridor: service.corridor, seal, read: (raw) => readMessage(raw), answer: answerTo, log: silentLog, metrics });
  const messages = [...chineseMessages(), ...realMessages()];
  for (const raw of messages) t.regex(String(await door.take(raw)), /MSA\|A[AER]/);
  await database.prisma.$executeRaw`CHECKPOINT`;
  await service.stop();
  await database.close();

  const secrets = secretsOf(messages).map((text) => [text, Buffer.from(text)] as const);
  const files = readdirSync(place, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const found = files.flatMap((path) => {
    const bytes = readFileSync(path);
    return secrets.filter(([, secret]) => bytes.includes(secret)).map(([text]) => `${path.slice(place.length)}: ${text}`);
  });
  t.deepEqual(found, []);
  const number = Buffer.from('CN0');
  t.true(files.some((path) => readFileSync(path).includes(number)), 'what is not sealed is found: the search reads the right files');
  t.log({ files: files.length, secrets: secrets.length });
});
