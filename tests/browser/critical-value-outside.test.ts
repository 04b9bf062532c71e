/** The desk of a clinic and a patient who has left: her number, every try, and who reached her. */
import { outpatients } from '../../prisma/demo/hospital.ts';
import { result } from '../../services/links/hl7/samples.ts';
import { potassium } from '../kit/world.ts';
import { sees, type } from './support/hands.ts';
import { house } from './support/house.ts';
import { listen, tap, touch, wide } from './support/touch.ts';

const told = house(['1001', '1005']);

told('a patient of a clinic: the desk shows her number, writes down each try, and the doctor reads who reached her', async (t, { w, as, picture }) => {
  const who = outpatients[0];
  t.is(await w.sends(result({ at: w.now(), patient: { id: who?.number ?? '', name: who?.name ?? '' }, visit: { number: who?.visit ?? '', patientClass: 'O', department: 'CARD' }, filler: 'OUT-1', items: [potassium('7.1')] })), 'AA');
  await w.settle();
  await w.pass(5);
  const { id } = await w.hospital.database.prisma.criticalValue.findFirstOrThrow();
  const path = (staff: string): string => `/m/critical-values/${w.hospital.ids.seal(id, `staff:${staff}`)}`;

  const desk = await as('1005', path('1005'), touch);
  const heard = listen(desk);
  await sees(desk, /李医生未确认[\s\S]*还没有人联系过患者[\s\S]*199\*\*\*\*0101/u);
  await picture(desk, 'contact-first');
  await tap(desk, '显示号码');
  await sees(desk, '19900000101');
  t.is(await desk.$eval('.contact a', (link) => (link as unknown as { href: string }).href), 'tel:19900000101');
  await tap(desk, '保存联系记录');
  await sees(desk, '请选接通还是未接通');
  await tap(desk, '未接通', '.contact fieldset');
  await tap(desk, '保存联系记录');
  await sees(desk, /已联系 1 次，都未接通[\s\S]*未接通[\s\S]*吴护士 → 患者本人/u);
  await tap(desk, '家属', '.contact fieldset');
  await tap(desk, '接通，已告知');
  await tap(desk, '请立即来院');
  await type(desk, '.contact .line input[maxlength="200"]', ['，女儿陪同']);
  await picture(desk, 'contact-form');
  await tap(desk, '保存联系记录');
  await sees(desk, /吴护士已联系到家属[\s\S]*接通[\s\S]*请立即来院，女儿陪同/u);
  await picture(desk, 'contact-reached');
  t.true(await wide(desk));

  const doctor = await as('1001', path('1001'), touch);
  await sees(doctor, /吴护士已联系到家属/u);
  await tap(doctor, '确认收到，我来处理');
  await tap(doctor, '已请患者来院');
  await picture(doctor, 'contact-doctor');
  await tap(doctor, '保存处置，去签名');
  await sees(doctor, '已请患者来院', '.facts');
  t.deepEqual(heard, { errors: [], foreign: [] });
});
