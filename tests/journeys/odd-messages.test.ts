/** Odd messages of real senders through the real socket: what is understood stands in the store, what is not is seen at the desk in words. */
import anyTest, { type TestFn } from 'ava';
import { adviceWords, reasonWords } from '../../services/shared/intake/phrases.ts';
import { type World, sharedWorld } from '../kit/world.ts';

const test = anyTest as TestFn<{ w: World }>;
sharedWorld(test);

/** As HL7 writes it, in the hospital's zone. */
const written = (at: Date): string => new Date(at.getTime() + 8 * 3_600_000).toISOString().replaceAll(/[-:T]/g, '').slice(0, 14);
const pv1 = (visit: string, bed: string, kind = 'I', ward = 'CARD1'): string => `PV1|1|${kind}|${ward}^^${bed}${'|'.repeat(16)}${visit}`;

interface Desk {
  /** Gives MSA-1 and what is new at the desk: reason and place. */
  readonly sends: (...lines: readonly string[]) => Promise<readonly [answer: string, ...waits: string[]]>;
  readonly msh: (type: string, id: string, at?: Date) => string;
}

const seen = new Set<string>();

function deskOf(w: World): Desk {
  return {
    msh: (type, id, at = w.now()) => `MSH|^~\\&|HIS|HOSPITAL|W|H|${written(at)}||${type}|${id}|P|2.5.1`,
    sends: async (...lines) => {
      const answer = await w.sends(Buffer.from(`${lines.join('\r')}\r`));
      await w.settle();
      const matters = (await w.hospital.database.prisma.intakeMatter.findMany({ orderBy: { id: 'asc' } })).filter(({ id }) => !seen.has(id));
      for (const { id } of matters) seen.add(id);
      return [answer, ...matters.map(({ reason, place, sender }) => `${sender} ${reason} ${place}`.trim())];
    },
  };
}

test.serial('an event that stands in EVN alone is read; where it stands nowhere, the sender and the desk are told', async (t) => {
  const { w } = t.context;
  const { prisma } = w.hospital.database;
  const { msh, sends } = deskOf(w);
  t.deepEqual(await sends(msh('ADT', 'ODD-1'), 'EVN|A01', 'PID|1||ODD1^^^HIS^MR||无事件||19800101|女', pv1('ZYODD1', '51')), ['AA']);
  t.like(await prisma.visit.findFirst({ where: { number: 'ZYODD1' }, include: { patient: true } }), { wardCode: 'CARD1', bed: '51', state: 'here', patient: { sex: 'F' } });
  t.deepEqual(await sends(msh('ADT', 'ODD-2'), 'PID|1||ODD2^^^HIS^MR||无事件||19800101|1', pv1('ZYODD2', '52')), ['AE', 'HIS|HOSPITAL event-missing']);
  t.regex(reasonWords('event-missing', true), /没有写明触发事件/);
});

test.serial('a clock a year ahead does not stand over what is said until then', async (t) => {
  const { w } = t.context;
  const { prisma } = w.hospital.database;
  const { msh, sends } = deskOf(w);
  const person = 'PID|1||ODD3^^^HIS^MR||钟快||19800101|2';
  const ahead = new Date(w.now().getTime() + 400 * 86_400_000);
  t.deepEqual(await sends(msh('ADT^A01', 'ODD-3', ahead), `EVN||${written(ahead)}`, person, pv1('ZYODD3', '53')), ['AA', 'HIS|HOSPITAL time-ahead MSH-7']);
  await w.pass(1);
  t.deepEqual(await sends(msh('ADT^A02', 'ODD-4'), `EVN||${written(w.now())}`, person, pv1('ZYODD3', '54')), ['AA']);
  t.like(await prisma.visit.findFirst({ where: { number: 'ZYODD3' } }), { bed: '54' });
  t.deepEqual(await sends(msh('ORU^R01', 'ODD-R', ahead), person, 'OBR|1|Q-R|F-R|BMP^电解质', 'OBX|1|NM|2823-3^血钾^LN||7.4|mmol/L|3.5-5.3|HH|||F'), ['AA']);
  t.is(await prisma.criticalValue.count({ where: { patientId: (await prisma.patient.findUniqueOrThrow({ where: { number: 'ODD3' } })).id } }), 1, 'and what is critical is told');
  // A remark: nothing waits for it, and the next one is counted.
  await sends(msh('ADT^A08', 'ODD-5', ahead), person, pv1('ZYODD3', '54'));
  const rows = await prisma.intakeMatter.findMany({ where: { reason: 'time-ahead' } });
  t.deepEqual(rows.map(({ kind, messages }) => [kind, messages]), [['remark', 3]]);
  t.regex(`${reasonWords('time-ahead', false)} ${adviceWords('time-ahead')}`, /按收到的时间处理 请对方校准系统时钟/);
});

test.serial('what is left out is said: a second stay in a message, a report without any number, a batch that is too short', async (t) => {
  const { w } = t.context;
  const { prisma } = w.hospital.database;
  const { msh, sends } = deskOf(w);
  t.deepEqual(await sends(msh('ADT^A01', 'ODD-6'), 'PID|1||ODD6^^^HIS^MR||两次就诊||19800101|F', pv1('ZYODD6', '55'), pv1('MZODD6', '', 'O', 'CARD').replace('PV1|1', 'PV1|2')), ['AA', 'HIS|HOSPITAL several-visits PV1']);
  t.is(await prisma.visit.count({ where: { number: { in: ['ZYODD6', 'MZODD6'] } } }), 1);
  t.deepEqual(await sends(msh('ORU^R01', 'ODD-7'), 'PID|1||ODD6^^^HIS^MR||两次就诊||19800101|F', 'OBR|1|||BMP^电解质', 'OBX|1|NM|2951-2^血钠^LN||141|mmol/L|||||F'), ['AA', 'HIS|HOSPITAL report-number-missing OBR-3']);

  const batch = (count: number): string[] => [`BHS|^~\\&|HIS|HOSPITAL|W|H|${written(w.now())}||||B-ODD`, msh('ADT^A01', 'ODD-8'), 'PID|1||ODD8^^^HIS^MR||批一||19800101|F', pv1('ZYODD8', '56'), `BTS|${count}`];
  t.deepEqual((await sends(...batch(3))).slice(1), ['HIS|HOSPITAL batch-incomplete']);
  t.is(await prisma.visit.count({ where: { number: 'ZYODD8' } }), 1, 'what came is taken');
  t.deepEqual((await sends(...batch(3))).slice(1), [], 'the same again is the same');
  const it = await w.signIn('9101');
  t.like(((await it('GET', '/intake/matters?tab=refused')).data as { matters: object[] }).matters.find((each) => (each as { reason: string }).reason === 'batch-incomplete'), { controlId: 'B-ODD', sender: 'HIS|HOSPITAL' });
  t.regex(reasonWords('batch-incomplete', true), /条数与 BTS-1 不符/);
});

test.serial('a line that is no segment is no part of a number', async (t) => {
  const { w } = t.context;
  const { msh, sends } = deskOf(w);
  t.deepEqual(await sends(msh('ADT^A01', 'ODD-9'), 'PID|1||ODD9^^^HIS^MR||带垃圾||19800101|F', pv1('ZYODD9', '57'), 'X', '乱|码'), ['AA']);
  t.is(await w.hospital.database.prisma.visit.count({ where: { number: 'ZYODD9' } }), 1);
});
