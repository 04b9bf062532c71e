import test from 'ava';
import * as fc from 'fast-check';
import { nameKeys, plainPinyin, soundOf } from './name-keys.ts';

const first = (name: string) => nameKeys(name).readings[0];
const sound = (name: string) => first(name)?.sound;

for (const [name, pinyin, given, initials] of [
  ['张三', 'zhangsan', 'san', 'zs'],
  ['欧阳娜娜', 'ouyangnana', 'nana', 'oynn'],
  ['单雄信', 'shanxiongxin', 'xiongxin', 'sxx'],
  ['曾国藩', 'zengguofan', 'guofan', 'zgf'],
  ['仇英', 'qiuying', 'ying', 'qy'],
  ['尉迟恭', 'yuchigong', 'gong', 'ycg'],
  ['吕布', 'lubu', 'bu', 'lb'],
  ['𬭎宇', 'hongyu', 'yu', 'hy'],
  ['㛃静', 'jiejing', 'jing', 'jj'],
  ['阿依古丽·买买提', 'ayigulimaimaiti', 'yigulimaimaiti', 'ayglmmt'],
  ['John Smith', 'johnsmith', 'johnsmith', 'j'],
] as const) {
  test(`${name} is read ${pinyin}`, (t) => t.like(first(name), { pinyin, given, initials }));
}

test('a family name read otherwise is found too, the usual reading first', (t) => {
  t.deepEqual(nameKeys('单雄信').readings.map(({ pinyin }) => pinyin), ['shanxiongxin', 'danxiongxin', 'chanxiongxin', 'shanxiongshen']);
  t.deepEqual(nameKeys('解晓东').readings.map(({ initials }) => initials), ['xxd', 'jxd']);
});

test('typed in any of the usual ways, one key', (t) => {
  for (const typed of ['lvbu', 'lübu', 'Lǚ Bù', 'LUBU', 'lyubu']) t.is(plainPinyin(typed), 'lubu', typed);
  t.is(plainPinyin('liubei'), 'liubei');
  t.is(nameKeys('张 三').name, nameKeys('张·三').name);
  t.is(nameKeys('ＪＯＨＮ').name, 'john');
});

test('homophones and near ones sound alike; different names do not', (t) => {
  t.is(sound('张珊'), sound('章姗'));
  t.is(sound('张林'), sound('臧玲'));
  t.not(sound('张三'), sound('李四'));
  t.is(soundOf('zhangsheng'), 'zansen');
});

test('property: whatever is called a name has keys without blanks and marks, and the same again for the same', (t) => {
  fc.assert(fc.property(fc.oneof(fc.string({ maxLength: 12 }), fc.string({ unit: fc.constantFrom(...'张单曾欧阳三𬭎㛃·A z.'), maxLength: 8 })), (text) => {
    const keys = nameKeys(text);
    t.deepEqual(nameKeys(text), keys);
    t.true(keys.readings.length <= 4);
    for (const { pinyin, initials, sound } of keys.readings) t.regex(`${pinyin}${initials}${sound}`, /^[a-z]*$/);
  }));
});
