/** Rosters through the doors of their pages, up to the ladder: whoever is entered is told, and where nobody is, whoever keeps the roster learns it once. */
import anyTest from 'ava';
import { type Api, type World, potassium, world } from '../kit/world.ts';

const test = anyTest.serial;

type Row = Readonly<Record<string, unknown>>;
const hour = 3_600_000;
const after = (w: World, hours: number): string => new Date(w.now().getTime() + hours * hour).toISOString();
const read = async <T = Row>(api: Api, path: string): Promise<T> => (await api('GET', path)).data as T;
const code = ({ status, error }: { status: number; error?: { code: string } | undefined }): string => `${status} ${error?.code ?? 'fine'}`;

interface Entry { readonly id: string; readonly person: { readonly number: string; readonly name: string }; readonly from: string; readonly until: string | null; readonly standsInFor: string | null; readonly asked: string | null }
interface Week { readonly keeps: { duties: boolean; posts: boolean }; readonly posts: readonly { duty: string; holder: Entry | null; away: string | null; later: readonly Entry[] }[]; readonly days: readonly { day: string; slots: readonly { name: string; from: string; until: string; entries: readonly Entry[]; holes: readonly { from: string; until: string; why: string; name: string | null; dutyId: string | null }[] }[] }[]; readonly leaves: readonly { id: string }[] }

const weekOf = (api: Api, department: string, query = ''): Promise<Week> => read<Week>(api, `/duty-roster/week?department=${department}${query}`);
const slotAt = (week: Week, at: Date) => week.days.flatMap(({ slots }) => slots).find(({ from, until }) => Date.parse(from) <= at.getTime() && at.getTime() < Date.parse(until));

test('a roster entered by the head at the page is who gets the card of the ladder; a hole alerts the keeper once', async (t) => {
  const w = await world(t);
  const { prisma } = w.hospital.database;
  await prisma.duty.deleteMany({ where: { departmentCode: 'CARD', duty: 'duty-doctor' } });
  const head = await w.signIn('1003');
  const before = slotAt(await weekOf(head, 'CARD', '&days=7'), w.now());
  t.deepEqual([before?.name, before?.entries, before?.holes.map(({ why }) => why)], ['夜班', [], ['nobody']]);

  await w.laboratorySends('CARD1-12', [potassium('7.1')]);
  await w.settle();
  await w.pass(5);
  const alert = (await w.cards('dingtalk', '1003')).find((card) => /值班空缺/.test(JSON.stringify(card.raw)));
  t.regex(JSON.stringify(alert?.raw), /心血管内科 值班医生没有人/);
  t.regex(JSON.stringify(alert?.raw), /今天 22:05 有危急值要找值班医生，没有找到人/);
  t.regex(JSON.stringify(alert?.raw), /desk(\/|%2F)duty-roster(\/|%2F)CARD(\/|%2F)2026-11-19/);
  t.true((await w.cards('dingtalk', '1004')).some((card) => /值班医生没有人/.test(JSON.stringify(card.raw))), 'the head nurse keeps it too');
  const alerts = async (staff: string) => (await w.cards('dingtalk', staff)).filter((card) => /值班空缺/.test(JSON.stringify(card.raw))).length;
  t.is(await alerts('1003'), 1);

  await w.laboratorySends('CARD1-12', [potassium('7.4')], 'another');
  await w.pass(6);
  t.is(await alerts('1003'), 1, 'one hole, one card, however many values');
  t.is(await prisma.dutyHole.count(), 1);

  const entered = await head('POST', '/duty-roster/duties', { department: 'CARD', duty: 'duty-doctor', staff: '1006', from: before?.from, until: before?.until });
  t.deepEqual([code(entered), entered.data], ['200 fine', { saved: true, warnings: [] }]);
  await w.settle();
  const told = (await w.cards('dingtalk', '1003')).find((card) => /值班空缺/.test(JSON.stringify(card.raw)));
  t.regex(JSON.stringify(told?.raw), /起由 顾晨 值班/, 'the card says so at once');
  const now = slotAt(await weekOf(head, 'CARD'), w.now());
  t.deepEqual(now?.entries.map(({ person }) => person.name), ['顾晨']);
  t.is(Date.parse(now?.entries[0]?.from ?? ''), w.now().getTime(), 'what is past is not written over');

  await w.laboratorySends('CARD1-12', [potassium('7.6')], 'third');
  await w.pass(6);
  t.true((await w.cards('dingtalk', '1006')).length > 0, 'who was entered is told by the ladder');
  t.is(await alerts('1003'), 1);

  const { items } = await read<{ items: readonly { by: string; text: string }[] }>(head, '/duty-roster/history?department=CARD');
  t.like(items[0], { by: '陈志远' });
  t.regex(items[0]?.text ?? '', /^排 顾晨（值班医生）：今天 22:11 至 (明天|11-20|今天) 08:00$/);
  t.is(await prisma.audit.count({ where: { act: 'duty-roster.enter', outcome: 'allowed', actor: 'staff:1003' } }), 1);
});

test('who may: the head and the head nurse their duty doctors, whoever has the function everything, nobody else anything', async (t) => {
  const w = await world(t);
  const { prisma } = w.hospital.database;
  await prisma.duty.deleteMany({ where: { duty: 'duty-doctor' } });
  const draft = (department: string, duty: string, staff: string, hours = 2) => ({ department, duty, staff, from: after(w, hours), until: duty === 'duty-doctor' ? after(w, hours + 10) : null });
  const tries = async (who: string, body: object): Promise<string> => code(await (await w.signIn(who))('POST', '/duty-roster/duties', body));
  for (const who of ['1001', '1002', '1005', '1103', '9001', '9102', '9201']) t.is(await tries(who, draft('CARD', 'duty-doctor', '1002')), '403 duty-roster.not-yours', who);
  t.is(await tries('1004', draft('CARD', 'duty-doctor', '1002')), '200 fine', 'the head nurse');
  t.is(await tries('1003', draft('CARD', 'head', '1006')), '403 duty-roster.not-yours', 'nobody makes themselves head');
  t.is(await tries('1003', draft('NEPH', 'duty-doctor', '1102')), '403 duty-roster.not-yours');
  const administrator = await w.signIn('9101');
  const warned = await administrator('POST', '/duty-roster/duties', draft('CARD', 'head', '1006'));
  t.like(warned.data, { saved: false });
  t.regex(JSON.stringify(warned.data), /现任 陈志远，到新任开始时/);
  t.is(await prisma.duty.count({ where: { departmentCode: 'CARD', duty: 'head' } }), 1, 'warned, nothing done');
  t.like((await administrator('POST', '/duty-roster/duties', { ...draft('CARD', 'head', '1006'), confirmed: true })).data, { saved: true });
  const posts = (await weekOf(administrator, 'CARD')).posts;
  t.deepEqual(posts.find(({ duty }) => duty === 'head')?.holder?.person.name, '陈志远', 'until then');
  await prisma.staff.update({ where: { number: '9301' }, data: { functions: ['duty-roster'] } });
  t.is(await tries('9301', draft('NEPH', 'duty-doctor', '1102')), '200 fine', 'whoever was given 值班维护');
  t.is(await tries('9301', { ...draft('MEDO', 'medical-office', '9002'), until: after(w, 40) }), '200 fine');
});

test('refused in words: order, past, gone, unknown, no doctor, overlap; warned in words: another department’s, no account, elsewhere', async (t) => {
  const w = await world(t);
  const { prisma } = w.hospital.database;
  await prisma.duty.deleteMany({ where: { duty: 'duty-doctor' } });
  await prisma.staff.update({ where: { number: '1202' }, data: { active: false, leftAt: w.now() } });
  await prisma.staffAccount.deleteMany({ where: { staffNumber: '1006' } });
  const head = await w.signIn('1003');
  const enter = (staff: string, from: number, until: number | null, more: object = {}) => head('POST', '/duty-roster/duties', { department: 'CARD', duty: 'duty-doctor', staff, from: after(w, from), until: until === null ? null : after(w, until), ...more });
  t.is(code(await enter('1002', 5, 4)), '409 duty-roster.order');
  t.is(code(await enter('1002', -9, -1)), '409 duty-roster.over');
  t.is(code(await enter('1002', 1, null)), '409 duty-roster.needs-end');
  t.is(code(await enter('1002', 1, 200)), '409 duty-roster.too-long');
  t.is(code(await enter('4711', 1, 2)), '400 duty-roster.unknown-staff');
  t.is(code(await enter('1202', 1, 2)), '409 duty-roster.left');
  t.is(code(await enter('1005', 1, 2)), '409 duty-roster.not-a-doctor');
  t.is(code(await enter('1002', 1, 11)), '200 fine');
  const clash = await enter('1001', 10, 20);
  t.is(code(clash), '409 duty-roster.overlap');
  t.regex(JSON.stringify(clash.error), /与 王建国 的班重叠（今天 23:00 至 明天 09:00）/);
  t.is(code(await enter('1001', 11, 20)), '200 fine', 'half-open');
  const other = await enter('1101', 20, 30);
  t.regex(JSON.stringify(other.data), /赵磊 是肾内科的人，不是本科室的/);
  t.like((await enter('1101', 20, 30, { confirmed: true })).data, { saved: true });
  const mute = await enter('1006', 30, 40);
  t.regex(JSON.stringify(mute.data), /顾晨 没有绑定钉钉或企业微信账号/);
  const nephrology = await w.signIn('1103');
  const elsewhere = await nephrology('POST', '/duty-roster/duties', { department: 'NEPH', duty: 'duty-doctor', staff: '1101', from: after(w, 21), until: after(w, 29) });
  t.regex(JSON.stringify(elsewhere.data), /赵磊 这段时间还在心血管内科值班/);
});

test('a substitute is asked in the chat and says yes; an evening’s leave is a hole; coming back fills it; handing over is at once', async (t) => {
  const w = await world(t);
  const { prisma } = w.hospital.database;
  const [one, two] = [await w.signIn('1002'), await w.signIn('1006')];
  const mine = async (api: Api) => read<{ duties: readonly { id: string; isNow: boolean; next: string | null; away: boolean; standsInFor: string | null }[]; requests: readonly { id: string; mine: boolean }[]; leaves: readonly { id: string }[] }>(api, '/duty-roster/mine');
  const [now, later] = (await mine(one)).duties;
  t.like(now, { isNow: true, next: '顾晨' });

  t.is(code(await one('POST', '/duty-roster/stand-ins', { id: later?.id, staff: '1002' })), '400 duty-roster.same-person');
  t.is(code(await two('POST', '/duty-roster/stand-ins', { id: later?.id, staff: '1006' })), '404 core.not-found', 'another’s duty');
  t.is(code(await one('POST', '/duty-roster/stand-ins', { id: later?.id, staff: '1006', note: '孩子发烧' })), '200 fine');
  await w.settle();
  const card = await w.card('dingtalk', '1006');
  t.regex(JSON.stringify(card.raw), /王建国 请 顾晨 替班[\s\S]*孩子发烧/);
  t.is((await mine(two)).requests.length, 1);
  await w.press('dingtalk', '1006', 'accept');
  t.is((await prisma.duty.findUniqueOrThrow({ where: { id: later?.id ?? '' } })).staffNumber, '1006');
  t.is((await prisma.duty.findUniqueOrThrow({ where: { id: later?.id ?? '' } })).standsInFor, '1002');
  t.regex(JSON.stringify((await w.card('dingtalk', '1002')).raw), /顾晨 已同意替班/);
  t.is(code(await two('POST', '/duty-roster/stand-ins/answer', { id: String((await prisma.dutyRequest.findFirstOrThrow()).id), accept: false })), '409 duty-roster.request-over');

  const given = await one('POST', '/duty-roster/leaves', { staff: '1002', from: w.now().toISOString(), until: after(w, 3) });
  t.deepEqual([code(given), given.data], ['200 fine', { holes: 1 }]);
  await w.settle();
  t.regex(JSON.stringify((await w.card('dingtalk', '1003')).raw), /心血管内科未来 24 小时有空缺[\s\S]*王建国 请假，需要替班/, 'this evening is told now, not tomorrow morning');
  const away = slotAt(await weekOf(one, 'CARD'), w.now());
  t.deepEqual(away?.holes.map(({ why, name }) => [why, name]), [['leave', '王建国']]);
  t.like((await read<{ duties: readonly Row[] }>(one, '/duty-roster/tonight')).duties[0], { duty: 'duty-doctor', now: null, away: '王建国' });
  t.is(code(await (await w.signIn('1005'))('POST', '/duty-roster/leaves', { staff: '1002', from: w.now().toISOString(), until: after(w, 3) })), '403 duty-roster.not-yours');
  t.is(code(await one('POST', '/duty-roster/leaves/end', { id: (await mine(one)).leaves[0]?.id })), '200 fine');
  t.deepEqual(slotAt(await weekOf(one, 'CARD'), w.now())?.holes, []);

  t.deepEqual((await one('POST', '/duty-roster/hand-over', { id: now?.id })).data, { to: '顾晨' });
  await w.settle();
  t.regex(JSON.stringify((await w.card('dingtalk', '1006')).raw), /王建国 把值班交给您/);
  const tonight = (await read<{ duties: readonly { now: Entry | null }[] }>(one, '/duty-roster/tonight')).duties[0];
  t.is(tonight?.now?.person.number, '1006');
  t.is(code(await one('POST', '/duty-roster/hand-over', { id: now?.id })), '409 duty-roster.over');
});

const file = (text: string | Buffer) => ({ file: { name: '值班.csv', type: 'text/csv', base64: Buffer.from(text).toString('base64') } });

test('a month by file: what is wrong with which line first, all or nothing, GB18030 too; out again as it came in', async (t) => {
  const w = await world(t);
  const { prisma } = w.hospital.database;
  await prisma.duty.deleteMany({ where: { duty: 'duty-doctor' } });
  const head = await w.signIn('1003');
  const bad = ['科室,岗位,日期,班次,工号,姓名,开始,结束', '心血管内科,值班医生,2026-12-01,夜班,4711,,,', '眼科,值班医生,2026-12-01,夜班,1002,,,', '心血管内科,,2026-12-01,午班,1002,,,', '心血管内科,,2026-12-02,夜班,1002,王建国,,', '心血管内科,,2026-12-02,夜班,1006,,,', '心血管内科,,2026-12-03,夜班,1002,顾晨,,', 'NEPH,,2026-12-01,24小时,1102,,,'].join('\n');
  const seen = (await head('POST', '/duty-roster/file/preview', file(bad))).data as { bad: { line: number; why: string }[]; added: number };
  t.deepEqual(seen.bad.map(({ line }) => line), [2, 3, 4, 6, 7, 8]);
  t.regex(seen.bad.map(({ why }) => why).join('|'), /没有工号“4711”.*\|没有科室“眼科”\|心血管内科没有班次“午班”；有：白班、夜班\|与文件第 5 行的班重叠\|工号 1002 是 王建国，与姓名“顾晨”不符\|这个科室的值班不归您维护/);
  t.is(code(await head('POST', '/duty-roster/file', file(bad))), '409 duty-roster.file-problems');
  t.is(await prisma.duty.count({ where: { duty: 'duty-doctor' } }), 0, 'nothing half-written');

  const lines = Array.from({ length: 31 }, (_, index) => [`心血管内科,值班医生,2026/12/${index + 1},白班,,李静,,`, `心血管内科,值班医生,2026/12/${index + 1},夜班,${index % 2 === 0 ? '1002' : '1006'},,,`]).flat();
  // As a spreadsheet on a Chinese Windows saves it.
  const iconv = await import('iconv-lite');
  const good = iconv.default.encode(['科室,岗位,日期,班次,工号,姓名,开始,结束', ...lines].join('\r\n'), 'gb18030');
  t.like((await head('POST', '/duty-roster/file/preview', file(good))).data, { rows: 62, added: 62, same: 0, bad: [], imported: false });
  t.is(await prisma.duty.count({ where: { duty: 'duty-doctor' } }), 0);
  t.like((await head('POST', '/duty-roster/file', file(good))).data, { added: 62, imported: true });
  t.is(await prisma.duty.count({ where: { duty: 'duty-doctor' } }), 62);
  t.like((await head('POST', '/duty-roster/file/preview', file(good))).data, { added: 0, same: 62, bad: [] });

  const out = (await head('GET', '/duty-roster/file?month=2026-12')).data as { name: string; base64: string };
  t.is(out.name, '心血管内科值班表2026-12.csv');
  const text = Buffer.from(out.base64, 'base64').toString();
  t.regex(text, /心血管内科,值班医生,2026-12-31,夜班,1002,王建国,,/);
  const back = (await head('POST', '/duty-roster/file/preview', file(text.split('\r\n').filter((line) => !/科主任|护士长/.test(line)).join('\r\n')))).data as { same: number; bad: unknown[] };
  t.deepEqual([back.same, back.bad], [63, []], 'what goes out comes back the same');

  const other = ['科室,岗位,日期,班次,工号,姓名,开始,结束', '心血管内科,值班医生,2026-12-05,夜班,1001,,,'].join('\n');
  t.is(((await head('POST', '/duty-roster/file/preview', file(other))).data as { bad: unknown[] }).bad.length, 1, 'somebody is there');
  t.like((await head('POST', '/duty-roster/file', { ...file(other), replace: true })).data, { added: 1, replaced: 1 });
  t.is(await prisma.duty.count({ where: { duty: 'duty-doctor' } }), 62);
  t.like((await head('POST', '/duty-roster/copy-week', { department: 'CARD', monday: '2027-01-04' })).data, { saved: false, count: 8 });
  t.is(code(await head('GET', '/duty-roster/file?template=yes')), '200 fine');
});

test('each morning the keeper learns what of the coming day is empty, once; entered, the card says so', async (t) => {
  const w = await world(t);
  const { prisma } = w.hospital.database;
  await prisma.duty.deleteMany({ where: { departmentCode: 'NEPH', duty: 'duty-doctor', from: { gt: w.now() } } });
  await w.hospital.service.tick('duty-roster.look-ahead');
  await w.settle();
  await w.hospital.service.tick('duty-roster.look-ahead');
  await w.settle();
  const mine = (await w.cards('dingtalk', '1103')).filter((card) => /值班空缺/.test(JSON.stringify(card.raw)));
  t.is(mine.length, 1);
  t.regex(JSON.stringify(mine[0]?.raw), /肾内科未来 24 小时有空缺[\s\S]*24小时[\s\S]*没有排人/);
  t.is((await w.cards('dingtalk', '1003')).length, 0, 'nobody else is disturbed');
  const head = await w.signIn('1103');
  const overview = await read<{ departments: readonly { code: string; keeper: string; holes: readonly unknown[] }[] }>(head, '/duty-roster/overview');
  t.deepEqual(overview.departments.map((each) => [each.code, each.keeper]), [['NEPH', '马宏伟、胡丽']]);
  t.is(code(await (await w.signIn('1101'))('GET', '/duty-roster/overview')), '403 duty-roster.not-yours');
  const everywhere = await read<typeof overview>(await w.signIn('9001'), '/duty-roster/overview');
  t.deepEqual(everywhere.departments.map((each) => each.code), ['EMER', 'HEMA', 'NEPH'], 'the medical office sees the hospital: no head nurse, a day forgotten, and this');
});

test('two keepers enter at once: one is in, the other reads who; who leaves the hospital leaves a hole that is told', async (t) => {
  const w = await world(t);
  const { prisma } = w.hospital.database;
  await prisma.duty.deleteMany({ where: { departmentCode: 'CARD', duty: 'duty-doctor', from: { gt: w.now() } } });
  const [head, nurse] = [await w.signIn('1003'), await w.signIn('1004')];
  const draft = (staff: string) => ({ department: 'CARD', duty: 'duty-doctor', staff, from: after(w, 20), until: after(w, 30) });
  const both = await Promise.all([head('POST', '/duty-roster/duties', draft('1001')), nurse('POST', '/duty-roster/duties', draft('1006'))]);
  t.deepEqual(both.map(code).toSorted(), ['200 fine', '409 duty-roster.overlap']);
  t.is(await prisma.duty.count({ where: { departmentCode: 'CARD', duty: 'duty-doctor', from: { gt: w.now() } } }), 1);
  const administrator = await w.signIn('9101');
  t.is(code(await administrator('POST', '/directory/people/leave', { number: '1102' })), '200 fine');
  await w.settle();
  t.regex(JSON.stringify((await w.card('dingtalk', '1103')).raw), /肾内科未来 24 小时有空缺[\s\S]*孙悦 已离职，需要换人/);
});

test('in the chat: my department, another by a part of its name, closed when the hospital closes it', async (t) => {
  const w = await world(t);
  const [own] = await w.say('dingtalk', '1005', '值班');
  t.regex(String(own?.text), /值班医生：王建国（住院医师），到 明天 08:00[\s\S]*下一班：明天 08:00 顾晨[\s\S]*科主任：陈志远[\s\S]*值班电话：6012/u);
  const [other] = await w.say('dingtalk', '1102', '值班 心内科');
  t.regex(JSON.stringify(other?.raw), /心血管内科[\s\S]*王建国/u);
  t.regex(JSON.stringify(other?.raw), /m\/duty\?department=CARD/);
  t.regex(String((await w.say('dingtalk', '1102', '值班 眼科'))[0]?.text), /没有找到科室“眼科”/);
  await w.hospital.database.prisma.setting.deleteMany({ where: { name: 'data-scope.exception.on-call' } });
  t.regex(String((await w.say('dingtalk', '1102', '值班 心内科'))[0]?.text), /没有找到科室/);
  t.is(code(await (await w.signIn('1102'))('GET', '/duty-roster/week?department=CARD')), '403 duty-roster.closed');
  t.is(code(await (await w.signIn('1102'))('GET', '/duty-roster/week')), '200 fine');
});
