import test from 'ava';
import { array, assert, integer, property } from 'fast-check';
import { createHash } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { wards as seededWards } from '../../../prisma/demo/hospital.ts';
import { toldSchemas } from '../../links/his/schema.ts';
import { readMessage } from '../../links/hl7/read.ts';
import { loadSenders } from '../../links/hl7/settings.senders.ts';
import { isResidentNumber } from '../../links/statements/schema.identity.ts';
import { atSpeed, timeAt, woken } from './clock.ts';
import { operationOf } from './course/operation.ts';
import { type DayCase, dayCasesAhead, dayCasesAround, dayCasesOn } from './course/day-surgery.ts';
import { drawsOf, itemsOf } from './course/panels.ts';
import { beds, isShort, staysOf, type Stay } from './course/stays.ts';
import { flagOf, valueAt } from './course/trajectory.ts';
import { roundsOf } from './course/vitals.ts';
import { diseases } from './data/diseases.ts';
import { itemOf, items } from './data/laboratory.ts';
import { bedDepartments, wards } from './data/places.ts';
import { kinds } from './documents/kinds.ts';
import { documentsOf } from './documents/plan.ts';
import { simulatedHospital } from './hospital.ts';
import { directoryLists } from './people/staff.ts';
import { dayCaseTellings } from './speak/booked.ts';
import { asHl7 } from './speak/facts.ts';
import { evenFontkit, typeface } from '../../core/papers/font.ts';
import { drawSheet } from '../../core/papers/sheet.ts';
import { laboratorySheet } from './sheets/reports.ts';
import { temperatureChart } from './sheets/temperature.ts';
import { day, hour, midnight, weekday } from './time.ts';

const first = Date.parse('2026-11-20T09:00:00+08:00');
const hospital = simulatedHospital({ seed: 7, first });
const { world } = hospital;
const inpatients = hospital.inpatients(first);
/** Three weeks of stays: every illness is among them. */
const stays = beds.flatMap((bed) => [...staysOf(world, bed, first, first + 14 * day)]);
const oneOf = (illness: string): Stay => {
  const found = inpatients.find(({ disease, admittedAt }) => disease.id === illness && admittedAt < first - 2 * day);
  if (found === undefined) throw new Error(`nobody has ${illness}`);
  return found;
};

test('it is as large as it says', (t) => {
  t.is(bedDepartments.length, 24);
  t.is(wards.length, 30);
  t.is(world.workforce.people.length, 1200);
  t.true(inpatients.length > 880 && inpatients.length < 930, String(inpatients.length));
  t.is(new Set(world.workforce.people.map(({ number }) => number)).size, 1200);
  for (const ward of seededWards) t.true(wards.some(({ code, name }) => code === ward.code && name === ward.name));
});

test('its directory is what the contract with a HIS asks for, and hangs together', (t) => {
  const lists = directoryLists(world.workforce);
  const departments = lists.departments.map((row) => toldSchemas.department.parse(row).code);
  const told = lists.staff.map((row) => toldSchemas.staff.parse(row));
  t.deepEqual(told.filter(({ department }) => !departments.includes(department)), []);
  const numbers = new Set(told.map(({ number }) => number));
  for (const row of lists.groups) {
    const { leader, members } = toldSchemas.group.parse(row);
    t.true(numbers.has(leader) && members.every(({ staff }) => numbers.has(staff)));
  }
  for (const row of lists.wards) t.true(departments.includes(toldSchemas.ward.parse(row).department));
});

async function digest(seed: number): Promise<string> {
  const small = simulatedHospital({ seed, first, wards: ['CARD1', 'ENDO1'] });
  const hash = createHash('sha256');
  for (const telling of small.between(first, first + 4 * hour)) hash.update(telling.id).update(/检查报告|肝肾功能/.test(telling.what) ? '' : asHl7(await telling.write()));
  return hash.digest('hex');
}

test('the same seed says the same, another one something else', async (t) => {
  const one = await digest(7);
  t.is(await digest(7), one);
  t.not(await digest(8), one);
});

test('day surgery: booked with pre-orders, operated and home on one day, each as often as the seed says; some stay away', (t) => {
  const cases = dayCasesAround(world, first, first + 30 * day);
  t.deepEqual(dayCasesAround(world, first, first + 30 * day), cases);
  t.is(new Set(cases.map(({ id }) => id)).size, cases.length);
  t.is(new Set([...cases, ...stays].map(({ patient }) => patient.number)).size, cases.length + new Set(stays.map(({ patient }) => patient.number)).size, 'nobody lies in a ward too');
  for (const one of cases) {
    t.true(one.bookedAt < one.listedAt && one.listedAt < one.arrivesAt && one.arrivesAt < one.from && one.from < one.until && one.until < one.leavesAt, one.id);
    t.is(midnight(one.arrivesAt), midnight(one.leavesAt), one.id);
    t.true(one.bookedAt > midnight(one.from) - dayCasesAhead, one.id);
  }
  for (let on = first; on < first + 7 * day; on += day) t.is(dayCasesOn(world, on).filter(({ surgeon }) => surgeon.number === '2001').length > 0, ![0, 6].includes(weekday(on)), 'the surgeon of the demonstration operates each working day');
  const away = cases.filter(({ comes }) => !comes);
  t.true(away.length > 0 && away.length < cases.length / 10);
  t.deepEqual(dayCaseTellings(world, away[0] as DayCase).filter(({ what }) => /到院|开始|结束/.test(what)), []);
  const orders = cases.flatMap((one) => dayCaseTellings(world, one)).filter(({ what }) => what.startsWith('预医嘱'));
  const done = orders.filter(({ what }) => what.startsWith('预医嘱完成')).length;
  t.true(done > orders.length / 4 && done < orders.length / 2, `${done} of ${orders.length}`);
});

test('however the time is cut, the same is said in the same order', (t) => {
  const small = simulatedHospital({ seed: 7, first, wards: ['GSUR1'] });
  const whole = small.between(first, first + day).map(({ id }) => id);
  t.true(whole.length > 50);
  assert(
    property(array(integer({ min: 1, max: day - 1 }), { maxLength: 6 }), (cuts) => {
      const edges = [0, ...cuts.toSorted((a, b) => a - b), day];
      const parts = edges.slice(1).flatMap((edge, at) => small.between(first + (edges[at] ?? 0), first + edge).map(({ id }) => id));
      return JSON.stringify(parts) === JSON.stringify(whole);
    }),
    { numRuns: 12 },
  );
});

test('who lies where fits: age, sex, ward, time, papers', (t) => {
  for (const stay of stays) {
    const { patient, disease, ward, admittedAt, dischargedAt } = stay;
    const years = (admittedAt - patient.birth) / (365.25 * day);
    t.true(disease.departments.includes(ward.department), `${disease.name} in ${ward.name}`);
    t.true(disease.sex === undefined || disease.sex === patient.sex || patient.number.startsWith('P00'), stay.id);
    t.false(patient.sex === 'M' && ['OBST', 'GYNE'].includes(ward.department), stay.id);
    const [youngest, eldest] = disease.newborn ? [0, 0.1] : [disease.ages[0] - 0.1, disease.ages[1] + 1.1];
    if (!patient.number.startsWith('P00')) t.true(years >= youngest && years <= eldest, `${stay.id} ${years}`);
    t.true(dischargedAt > admittedAt, stay.id);
    if (patient.card !== undefined) {
      t.true(isResidentNumber(patient.card) && patient.card.startsWith('990100'), patient.card);
      t.is(Number(patient.card[16]) % 2 === 1, patient.sex === 'M', patient.card);
    }
    if (patient.phone !== undefined) t.regex(patient.phone, /^1990000\d{4}$/);
    t.is(stay.attending.role, 'doctor');
  }
  t.is(new Set(stays.map(({ id }) => id)).size, stays.length);
  t.is(new Set(inpatients.map(({ patient }) => patient.number)).size, inpatients.length);
});

test('a bed holds one patient at a time', (t) => {
  for (const bed of beds.slice(0, 200)) {
    const row = [...staysOf(world, bed, first - 20 * day, first + 30 * day)];
    t.true(row.every((stay, at) => at === 0 || stay.admittedAt > (row[at - 1]?.dischargedAt ?? 0)));
  }
});

test('values stay in the bounds of life; what alarms is rare and comes after the first day', (t) => {
  const reports = stays.flatMap((stay) => drawsOf(world, stay).map(({ panel, collectedAt }) => ({ stay, panel, at: collectedAt })));
  const measured = reports.flatMap(({ stay, panel, at }) => itemsOf(world, stay, panel, at).map((id) => ({ stay, item: itemOf(id), at, value: valueAt(world, stay, id, at) })));
  for (const { stay, item, value } of measured) t.true(Number.isFinite(value) && value >= item.bounds[0] && value <= item.bounds[1], `${stay.id} ${item.id} ${value}`);
  const alarming = measured.filter(({ stay, item, value }) => flagOf(item, stay, value)?.length === 2);
  t.deepEqual(alarming.filter(({ at }) => at < first).map(({ stay, item, value }) => `${stay.id} ${item.id} ${value}`), []);
  t.true(reports.length > 5000);
  t.true(alarming.length > 3 && alarming.length < reports.length * 0.02, `${alarming.length} of ${reports.length} reports`);
});

test('related values agree, illness shows and heals', (t) => {
  const ill = oneOf('pneumonia');
  const at = (days: number) => ill.admittedAt + days * day;
  t.true(valueAt(world, ill, 'CRP', at(0.2)) > 3 * valueAt(world, ill, 'CRP', at(ill.disease.days[1])));
  for (const stay of inpatients.slice(0, 60)) {
    const haemoglobin = valueAt(world, stay, 'HGB', first);
    t.true(Math.abs(valueAt(world, stay, 'HCT', first) - haemoglobin * 0.3) < 3, stay.id);
  }
  const known = new Set(items.map(({ id }) => id));
  t.deepEqual(diseases.flatMap(({ shifts }) => Object.keys(shifts)).filter((id) => !known.has(id)), []);
});

test('nurses measure what can be measured, in order', (t) => {
  for (const stay of inpatients.slice(0, 120)) {
    const rounds = roundsOf(world, stay, stay.admittedAt, first);
    t.true(rounds.every(({ at }, index) => index === 0 || at > (rounds[index - 1]?.at ?? 0)), stay.id);
    for (const { list } of rounds) {
      for (const { code, value } of list) {
        const [low, high] = { T: [35, 41.5], P: [40, 200], R: [8, 70], SBP: [55, 230], DBP: [30, 140], SPO2: [70, 100] }[code] ?? [0, 10_000];
        t.true(Number(value) >= (low ?? 0) && Number(value) <= (high ?? 0), `${stay.id} ${code} ${value}`);
      }
    }
  }
});

test('every kind of document is written, none before its time, none with a hole in it', (t) => {
  const seen = new Set<string>();
  // Deaths are rare: a month of intensive care has some.
  const grave = beds.filter(({ ward }) => ward.department === 'ICU').flatMap((bed) => [...staysOf(world, bed, first, first + 60 * day)]).filter(({ dies }) => dies);
  for (const stay of [...stays, ...grave]) {
    for (const { kind } of documentsOf(world, stay)) seen.add(kind);
  }
  for (const { id } of hospital.between(first, first + 4 * hour).filter(({ ward }) => ward === '')) seen.add({ MR: 'clinic' }[id.split('.')[1] ?? ''] ?? id.split('.')[1] ?? '');
  t.deepEqual(Object.keys(kinds).filter((kind) => !seen.has(kind)), []);
  t.is(Object.values(kinds).filter(([code]) => /^C00(0[1-9]|[1-4]\d|5[0-3])$/.test(code)).length, 53, 'every kind of the standard');
  for (const stay of [...stays.filter(isShort).slice(0, 12), ...grave]) for (const { kind, write } of documentsOf(world, stay)) t.notRegex([write()].flat().join('\n'), /undefined|NaN|\[object|\{pulse\}|。。/, `${stay.disease.id} ${kind}`);
  for (const disease of diseases) {
    const stay = stays.find((each) => each.disease.id === disease.id);
    for (const { kind, write, at } of stay === undefined ? [] : documentsOf(world, stay)) {
      const content = write();
      const text = typeof content === 'string' ? content : content.join('\n');
      t.false(/undefined|NaN|\[object|\{pulse\}|。。/.test(text), `${disease.id} ${kind}`);
      t.true(at >= (stay?.admittedAt ?? 0) - 3 * hour);
    }
  }
});

test('an operation is told in its order, and nobody has a wound before it', (t) => {
  const stay = inpatients.find((each) => each.disease.id === 'colon-cancer' && (operationOf(world, each)?.from ?? 0) > each.admittedAt + 2 * day);
  t.truthy(stay);
  if (stay === undefined) return;
  const operation = operationOf(world, stay);
  const planned = documentsOf(world, stay);
  const at = (kind: string) => planned.find((each) => each.kind === kind)?.at ?? 0;
  t.true(at('beforeOperation') < at('operationConsent') && at('operationConsent') < (operation?.from ?? 0) && (operation?.until ?? 0) < at('afterOperation') && at('afterOperation') < at('operation'));
  const early = planned.filter((each) => ['course', 'nursing', 'rounds'].includes(each.kind) && each.at < (operation?.from ?? 0)).map(({ write }) => [write()].flat().join(''));
  t.true(early.length > 1);
  t.deepEqual(early.filter((text) => text.includes('切口')), []);
});

test('our reader takes all of half a day without a warning', async (t) => {
  const small = simulatedHospital({ seed: 7, first, wards: ['CARD1', 'GSUR1', 'NEON1', 'OBST1'] });
  const told = [...small.between(first, first + 12 * hour), ...small.inpatients(first).slice(0, 12).flatMap((stay) => small.historyOf(stay, first))].filter(({ what }) => !what.startsWith('检查报告') && !what.includes('肝肾功能'));
  t.true(told.length > 400);
  const odd: string[] = [];
  const senders = loadSenders(join(import.meta.dirname, 'senders.json'));
  const kindsRead = new Set<string>();
  for (const telling of told) {
    const outcome = readMessage(asHl7(await telling.write()), { senders });
    for (const said of outcome.kind === 'said' ? outcome.said : []) for (const { kind } of said.statements) kindsRead.add(kind);
    if (outcome.kind === 'refused') odd.push(`${telling.what}: ${outcome.refused.name}`);
    else odd.push(...outcome.said.flatMap(({ warnings }) => warnings.map(({ place, name }) => `${telling.what}: ${place} ${name}`)));
  }
  t.deepEqual([...new Set(odd)], []);
  t.deepEqual(['bed', 'diagnoses', 'document', 'observation', 'operation', 'order', 'person', 'report', 'stay'].filter((kind) => !kindsRead.has(kind)), []);
});

test('a report sheet opens, has all its characters and an outline', async (t) => {
  const stay = oneOf('heart-failure');
  const draw = drawsOf(world, stay).find(({ panel }) => panel === 'BIO');
  const [tester, checker] = world.workforce.colleagues('LAB');
  if (draw === undefined || tester === undefined || checker === undefined) return t.fail('nothing to draw');
  const sheet = laboratorySheet(world, stay, draw, { tester, checker });
  const bytes = await drawSheet(sheet);
  t.deepEqual(Buffer.from(bytes), Buffer.from(await drawSheet(sheet)));
  t.true(bytes.length < 120_000);
  const text = Buffer.from(bytes).toString('latin1');
  t.regex(text, /\/Type \/Outlines/);
  t.is(text.match(/\/Dest \[/g)?.length, 3);
  const folder = mkdtempSync(join(tmpdir(), 'sheet-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'sheet.pdf'), bytes);
  const read = spawnSync('pdftotext', [join(folder, 'sheet.pdf'), '-']);
  if (read.error) return t.log('pdftotext is not on this machine: the sheet was not opened by another program');
  t.is(read.stderr.toString(), '');
  for (const word of ['青禾市第一人民医院', stay.patient.name, '丙氨酸氨基转移酶']) t.true(read.stdout.toString().includes(word), word);
});

test('every glyph of a subset is the one that was asked for', async (t) => {
  const font = evenFontkit.create(await typeface());
  const subset = font.createSubset();
  const glyphs = font.glyphsForString('青禾市第一人民医院丙氨酸氨基转移酶');
  const places = glyphs.map(({ id }) => subset.includeGlyph(id));
  const bytes = await new Promise<Buffer>((resolve) => {
    const parts: Uint8Array[] = [];
    subset.encodeStream().on('data', (part) => parts.push(part)).on('end', () => resolve(Buffer.concat(parts)));
  });
  const again = evenFontkit.create(bytes);
  t.deepEqual(places.map((place) => again.getGlyph(place).path.toSVG()), glyphs.map((glyph) => glyph.path.toSVG()));
});

test('the temperature chart has a sign for each measurement of its week', (t) => {
  const stay = oneOf('heart-failure');
  const until = stay.admittedAt + 3 * day;
  const html = temperatureChart(world, stay, until);
  const rounds = roundsOf(world, stay, stay.admittedAt, until);
  t.is(html.match(/<circle /g)?.length, rounds.length);
  t.true(html.startsWith('<!doctype html>') && html.includes(stay.patient.name) && !html.includes('\n'));
});

test('the clock: fast, standing, and after a sleep', (t) => {
  const clock = { real: 1000, simulated: 5000, speed: 1 };
  t.is(timeAt(clock, 3000), 7000);
  const fast = atSpeed(clock, 60, 3000);
  t.is(timeAt(fast, 4000), 7000 + 60_000);
  const still = atSpeed(fast, 0, 4000);
  t.is(timeAt(still, 99_000), 67_000);
  t.deepEqual(woken({ real: 0, simulated: 10, speed: 60 }, 500), { real: 500, simulated: 500, speed: 1 });
  t.is(woken(still, 1).speed, 0);
});
