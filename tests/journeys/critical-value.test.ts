import test from 'ava';
import { documentOf } from '../../watermark/pages.ts';
import { admit, potassium, world } from '../kit/world.ts';

test('a critical potassium reaches the responsible doctor, is answered on the card, signed, and the laboratory gets its answer', async (t) => {
  const w = await world(t);
  t.is(await w.laboratorySends('CARD1-12', [potassium('7.1')]), 'AA');
  await w.settle();

  const card = await w.card('dingtalk', '1001');
  t.regex(card.title, /12床 王\*\* .*男 心内科一病区/);
  t.true(card.text.startsWith('血钾 7.1 mmol/L ↑↑'));
  t.deepEqual(card.buttons.map((button) => button.label), ['确认收到，我来处理', '不是我的病人', '现在无法处理']);
  t.is(card.summary, '12床 王** 有危急值，请处理', 'the lock screen shows no value');

  const taken = await w.press('dingtalk', '1001', 'acknowledge');
  t.true(taken.message?.text.includes('已确认'));
  const disposed = await w.press('dingtalk', '1001', 'dispose', { choice: 'order-given' });
  t.true(disposed.message?.text.includes('请签名'));
  t.deepEqual(disposed.message?.buttons.map((button) => button.id).filter((id) => id === 'acknowledge' || id === 'dispose'), []);

  const api = await w.signIn('1001');
  const [task] = ((await api('GET', '/tasks')).data as { items: { id: string; deeds: string[] }[] }).items;
  t.deepEqual(task?.deeds, ['sign', 'call']);
  const id = task?.id ?? '';
  t.is((await api('POST', '/signatures/enrol', { pin: '258147' })).status, 200);
  t.is((await api('POST', `/critical-values/${id}/sign`, { pin: '999999' })).error.code, 'signatures.wrong-pin');
  t.is((await api('POST', `/critical-values/${id}/sign`, { pin: '258147' })).status, 200);
  await w.settle();

  t.is(w.laboratory.feedbacks.length, 1);
  t.true(String(w.laboratory.feedbacks[0]?.raw).includes('已下医嘱处理'));
  const detail = (await api('GET', `/critical-values/${id}`)).data as { clinical: string; feedback: string; signature: { ref: string }; timeline: { what: string }[] };
  t.is(detail.clinical, 'closed');
  t.is(detail.feedback, 'accepted');
  t.snapshot(detail.timeline.map((line) => line.what), 'timeline');
  const signed = (await api('GET', `/signatures/${detail.signature.ref}`)).data as { verification: { valid: boolean; signerNumber: string } };
  t.like(signed.verification, { valid: true, signerNumber: '1001' });
  t.true((await w.card('dingtalk', '1001')).text.includes('已办结'), 'the card shows the end');
});

test('the sheet of a value: everybody told, what was done, what was signed and that it holds, sealed; on record, and only once there is something to print', async (t) => {
  const w = await world(t);
  const { prisma } = w.hospital.database;
  await w.laboratorySends('CARD1-12', [potassium('7.1')]);
  await w.settle();
  const api = await w.signIn('1001');
  const { id } = await prisma.criticalValue.findFirstOrThrow();
  t.like(await api('GET', `/critical-values/${id}/sheet`), { status: 409, error: { code: 'critical-values.not-disposed' } });
  await w.press('dingtalk', '1001', 'acknowledge');
  await api('POST', `/critical-values/${id}/dispose`, { choices: ['order-given', 'repeat-test'], note: '10% 葡萄糖酸钙 10ml 静推' });
  const wordsOf = async (): Promise<string> => {
    const { data } = await api('GET', `/critical-values/${id}/sheet`);
    const bytes = Buffer.from((data as { base64: string }).base64, 'base64');
    t.regex(bytes.toString('latin1'), /ETSI\.CAdES\.detached/);
    return (await documentOf(bytes)).words.map(({ units }) => String.fromCharCode(...units)).join('').replaceAll(/\s/g, '');
  };
  t.true((await wordsOf()).includes('还没有签名'));
  await api('POST', '/signatures/enrol', { pin: '258147' });
  await api('POST', `/critical-values/${id}/sign`, { pin: '258147' });
  await w.settle();
  const words = await wordsOf();
  const { name, number } = await prisma.patient.findFirstOrThrow({ where: { id: (await prisma.criticalValue.findFirstOrThrow()).patientId } });
  for (const said of [name, number, '血钾7.1mmol/L', '心血管内科', '第1步管床医生：李静（1001）', '已下医嘱处理；已开复查', '10%葡萄糖酸钙10ml静推', '核验：', '证书序列号', '李静1001']) t.true(words.includes(said), said);
  await prisma.signature.updateMany({ data: { document: { forged: true } } });
  const forged = await wordsOf();
  t.not(/核验：[^证]*/.exec(forged)?.[0], /核验：[^证]*/.exec(words)?.[0], 'what was changed since is said to be');
  const stranger = await w.signIn('2004');
  t.is((await stranger('GET', `/critical-values/${id}/sheet`)).status, 404);
  t.is(await prisma.audit.count({ where: { act: 'critical-values.sheet', actor: 'staff:1001', outcome: 'allowed', subject: id } }), 3);
});

test('silence climbs the ladder: duty doctor, head of department, medical office, each told once and in time', async (t) => {
  const w = await world(t);
  await w.laboratorySends('CARD1-12', [potassium('7.1')]);
  await w.settle();
  t.is((await w.cards('dingtalk', '1002')).length, 0);
  await w.pass(4);
  t.is((await w.cards('dingtalk', '1002')).length, 0, 'not before its time');
  await w.pass(1);
  t.is((await w.cards('dingtalk', '1002')).length, 1, 'duty doctor at 5 minutes');
  await w.pass(5);
  t.is((await w.cards('dingtalk', '1003')).length, 1, 'head at 10 minutes');
  await w.pass(5);
  const office = [...(await w.cards('dingtalk', '9001')), ...(await w.cards('wecom', '9001'))];
  t.is(office.length, 1, 'medical office at 15 minutes, on one of its platforms');

  const won = await w.press('dingtalk', '1003', 'acknowledge');
  t.true(won.message?.text.includes('已确认'));
  for (const other of ['1001', '1002']) {
    const card = await w.card('dingtalk', other);
    t.true(card.text.includes('陈医生'), `${other} sees who has it`);
    t.deepEqual(card.buttons.filter((button) => button.id === 'acknowledge'), []);
  }
  await w.pass(20);
  t.is((await w.cards('dingtalk', '1002')).length, 1, 'nobody is told again after the acknowledgement');
});

test('nobody on call is written down and the next step is told at once', async (t) => {
  const w = await world(t);
  t.is(await admit(w, { event: 'A01', patient: { id: 'X1', name: '测试', sex: 'M', birth: '19700101' }, visit: { number: 'V1', ward: 'NOWARD', bed: '1' } }), 'AA');
  const { result } = await import('../../services/links/hl7/samples.ts');
  t.is(await w.sends(result({ at: w.now(), patient: { id: 'X1', name: '测试' }, filler: 'F1', items: [potassium('7.1')] })), 'AA');
  await w.settle();
  const office = [...(await w.cards('dingtalk', '9001')), ...(await w.cards('wecom', '9001'))];
  t.is(office.length, 1);
  const names = (await w.hospital.database.prisma.fact.findMany({ where: { name: { startsWith: 'critical-values.' } }, orderBy: { id: 'asc' } })).map((fact) => fact.name);
  t.deepEqual(names.filter((name) => name === 'critical-values.nobody-on-call').length, 3);
});

test('a new patient by ADT^A01, then ORU^R01: the card is in the inbox of the doctor of PV1-7, on WeCom too', async (t) => {
  const w = await world(t);
  const visit = { number: 'ZY900', ward: 'GSUR1', bed: '30', attending: { number: '2001', name: '张伟' } };
  t.is(await admit(w, { event: 'A01', charset: 'gb18030', patient: { id: 'P900', name: '欧阳明', sex: 'F', birth: '19880808' }, visit }), 'AA');
  const { result } = await import('../../services/links/hl7/samples.ts');
  t.is(await w.sends(result({ at: w.now(), charset: 'gb18030', patient: { id: 'P900', name: '欧阳明' }, filler: 'F9', items: [potassium('7.1')] })), 'AA');
  await w.settle();
  const card = await w.card('wecom', '2001');
  t.regex(card.title, /30床 欧阳\* /);
  const taken = await w.press('wecom', '2001', 'acknowledge');
  t.is(taken.toast, undefined);
  const done = await w.press('wecom', '2001', 'dispose', { choice: 'transfer' });
  t.true(JSON.stringify(done.message).includes('已处置'));
});

test('the laboratory is away: the doctor is done, the answer is owed, sent when it is back, and only then closed', async (t) => {
  const w = await world(t);
  w.laboratory.mood = 'closed';
  await w.laboratorySends('CARD1-12', [potassium('7.1')]);
  await w.settle();
  await w.press('dingtalk', '1001', 'acknowledge');
  await w.press('dingtalk', '1001', 'dispose', { choice: 'observe' });
  const api = await w.signIn('1001');
  await api('POST', '/signatures/enrol', { pin: '258147' });
  const id = ((await api('GET', '/tasks')).data as { items: { id: string }[] }).items[0]?.id ?? '';
  await api('POST', `/critical-values/${id}/sign`, { pin: '258147' });
  await w.settle();
  const before = (await api('GET', `/critical-values/${id}`)).data as { clinical: string; feedback: string };
  t.like(before, { clinical: 'signed', feedback: 'failed' });
  w.laboratory.mood = 'accept';
  await w.pass(3);
  const after = (await api('GET', `/critical-values/${id}`)).data as { clinical: string; feedback: string };
  t.like(after, { clinical: 'closed', feedback: 'accepted' });
  t.is(w.laboratory.feedbacks.length, 1);
});

test('a message sent again changes nothing; a corrected result tells the same people again and keeps both', async (t) => {
  const w = await world(t);
  const { result } = await import('../../services/links/hl7/samples.ts');
  const { patientIn } = await import('../kit/world.ts');
  const message = (value: string, status: string, controlId: string) =>
    result({ at: w.now(), controlId, patient: patientIn('CARD1-12'), filler: 'F77', items: [potassium(value, { status })] });
  t.is(await w.sends(message('7.1', 'F', 'C1')), 'AA');
  await w.settle();
  t.is(await w.sends(message('7.1', 'F', 'C1')), 'AA');
  t.is(await w.sends(message('7.1', 'F', 'C2')), 'AA', 'the same result in a new message');
  await w.settle();
  t.is((await w.cards('dingtalk', '1001')).length, 1);
  t.is(await w.sends(message('7.6', 'C', 'C3')), 'AA');
  await w.settle();
  const cards = await w.cards('dingtalk', '1001');
  t.is(cards.length, 2);
  t.true(cards[0]?.text.startsWith('血钾 7.6'));
  t.true(cards[1]?.text.includes('更正'), 'the old card says that it was corrected');
});

test('a doctor without an account on any platform: the next step is told at once, and it is written down', async (t) => {
  const w = await world(t);
  await w.hospital.database.prisma.staffAccount.deleteMany({ where: { staffNumber: '1001' } });
  await w.laboratorySends('CARD1-12', [potassium('7.1')]);
  await w.settle();
  t.is((await w.cards('dingtalk', '1002')).length, 1, 'duty doctor without waiting');
  t.is(await w.hospital.database.prisma.fact.count({ where: { name: 'critical-values.unreached' } }), 1);
});

test('everybody away: the last step is told again at its pace, not without end', async (t) => {
  const w = await world(t);
  await w.hospital.database.prisma.staffAccount.deleteMany({});
  await w.laboratorySends('CARD1-12', [potassium('7.1')]);
  await w.settle();
  const told = () => w.hospital.database.prisma.fact.count({ where: { name: 'critical-values.told' } });
  t.is(await told(), 4, 'every step once, at once');
  await w.pass(14);
  t.is(await told(), 4);
  await w.pass(1);
  t.is(await told(), 5, 'again after a quarter of an hour');
});

const numbers = (people: readonly { number: string }[]): string[] => people.map(({ number }) => number).toSorted();

test('the office told twice in vain: from then on everybody is told again with it, but who declined', async (t) => {
  const w = await world(t);
  await w.laboratorySends('CARD1-12', [potassium('7.1')]);
  await w.settle();
  const told = async () => (await w.hospital.database.prisma.fact.findMany({ where: { name: 'critical-values.told' }, orderBy: { id: 'asc' } })).map(({ data }) => data as { step: number; round: number; people: { number: string }[] });
  await w.pass(15);
  const ladder = await told();
  t.deepEqual(ladder.map(({ step }) => step), [1, 2, 3, 4]);
  const office = numbers(ladder[3]?.people ?? []);
  await w.pass(15);
  t.deepEqual((await told()).slice(4).map(({ round, people }) => [round, numbers(people)]), [[1, office]]);
  const [doctor] = numbers(ladder[1]?.people ?? []);
  const alert = await w.hospital.database.prisma.criticalValue.findFirstOrThrow();
  const declines = await w.signIn(doctor ?? '');
  t.is((await declines('POST', `/critical-values/${alert.id}/decline`, { kind: 'cannot-now', reason: 'rescue', note: '' })).status, 200);
  await w.pass(15);
  const everybody = [...new Set(ladder.flatMap(({ people }) => numbers(people)))].filter((number) => number !== doctor).toSorted();
  const last = (await told()).at(-1);
  t.is(last?.round, 2);
  t.true(everybody.length > office.length + 1);
  t.deepEqual(numbers(last?.people ?? []), everybody);
});

test('on the card of the second step DingTalk also wakes the doctor, without a value on the lock screen', async (t) => {
  const w = await world(t);
  await w.laboratorySends('CARD1-12', [potassium('7.1')]);
  await w.settle();
  await w.pass(5);
  const ding = (await w.inbox('dingtalk', '1002')).find((message) => message.kind === 'urgent');
  t.true(ding?.text.includes('12床 王** 有危急值'));
  t.false(ding?.text.includes('7.1'));
  const alert = await w.hospital.database.prisma.criticalValue.findFirstOrThrow();
  const doctor = await w.signIn('1001');
  const { timeline } = (await doctor('GET', `/critical-values/${alert.id}`)).data as { timeline: { what: string }[] };
  t.true(timeline.some(({ what }) => /^DING (应用内|短信|电话)提醒.+：已发出$/.test(what)), JSON.stringify(timeline));
});

test('a correction that follows at once never overtakes the result it corrects', async (t) => {
  const w = await world(t);
  const { result } = await import('../../services/links/hl7/samples.ts');
  const { patientIn } = await import('../kit/world.ts');
  const send = (value: string, status: string) => w.sends(result({ at: w.now(), patient: patientIn('CARD1-12'), filler: 'F78', items: [potassium(value, { status })] }));
  t.is(await send('7.1', 'F'), 'AA');
  t.is(await send('4.6', 'C'), 'AA');
  await w.settle();
  const names = (await w.hospital.database.prisma.fact.findMany({ where: { name: { startsWith: 'critical-values.' } }, orderBy: { id: 'asc' } })).map((fact) => fact.name.slice('critical-values.'.length));
  t.deepEqual(names, ['opened', 'told', 'corrected', 'cancelled']);
  const judged = await w.hospital.database.prisma.judgedResult.findMany({ orderBy: { id: 'asc' } });
  t.deepEqual(judged.map((row) => row.outcome), ['critical', 'not-critical']);
});

test('a report that could not be judged as it came in is taken all the same; where its job is lost too, the sweep finds it', async (t) => {
  const w = await world(t);
  const { prisma } = w.hospital.database;
  await prisma.$executeRawUnsafe(`CREATE FUNCTION no_judging() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''not now''; END'`);
  await prisma.$executeRawUnsafe('CREATE TRIGGER no_judging BEFORE INSERT ON judged_result EXECUTE FUNCTION no_judging()');
  t.is(await w.laboratorySends('CARD1-12', [potassium('7.1')]), 'AA');
  await prisma.$executeRawUnsafe('DROP TRIGGER no_judging ON judged_result');
  t.is(await prisma.judgedResult.count(), 0);
  await prisma.$executeRawUnsafe('DELETE FROM pgboss.job');
  await w.settle();
  t.is((await w.cards('dingtalk', '1001')).length, 0, 'nobody would ever look');
  await w.pass(2);
  t.is((await w.cards('dingtalk', '1001')).length, 1);
});

test('judged as it came in; a card whose job is lost is found by the sweep', async (t) => {
  const w = await world(t);
  await w.laboratorySends('CARD1-12', [potassium('7.1')]);
  t.is(await w.hospital.database.prisma.judgedResult.count(), 1, 'in the transaction that stored it');
  await w.hospital.database.prisma.$executeRawUnsafe('DELETE FROM pgboss.job');
  await w.pass(2);
  t.is((await w.cards('dingtalk', '1001')).length, 0);
  await w.hospital.service.tick('notices.sweep');
  await w.settle();
  t.is((await w.cards('dingtalk', '1001')).length, 1);
});
