import test from 'ava';

// The pages' own choice reads the browser's language and storage; here there is neither.
Object.defineProperty(globalThis, 'navigator', { value: { language: 'fr-FR' }, configurable: true });
const { dialled, kindOrder, kindWords, language, languages, matches, say } = await import('./guide.ts');

test('who reads no Chinese is shown English; both say everything', (t) => {
  t.is(language.value, 'en');
  t.is(say('visitGuide'), 'Visit guide');
  language.value = 'zh';
  t.is(say('visitGuide'), '就诊指南');
  for (const [key, text] of Object.entries(languages.en)) t.true(text !== '', key);
  t.notRegex(Object.entries(languages.en).filter(([key]) => !key.startsWith('other')).map(([, text]) => text).join(), /\p{Script=Han}/u);
  for (const kind of kindOrder) t.truthy(kindWords.zh[kind] && kindWords.en[kind], kind);
});

test('a telephone is dialled by its digits', (t) => {
  t.is(dialled('0999-12320 转 8801'), 'tel:0999123208801');
  t.is(dialled('+86 (571) 8123'), 'tel:+865718123');
  t.is(dialled('javascript:alert(1)'), 'tel:1');
});

test('a department is found by name, complaint or place', (t) => {
  const line = { name: '心血管内科', tags: ['胸痛'], address: '住院楼 8 层' };
  for (const text of ['', ' 心血管 ', '胸痛', '8 层']) t.true(matches(line, text), text);
  t.false(matches(line, '骨折'));
});
