import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { ofCda, ofText, readingOf } from './read-content.ts';

const cda = (body: string): string => `<?xml version="1.0" encoding="UTF-8"?><ClinicalDocument xmlns="urn:hl7-org:v3"><title>入院记录</title><component><structuredBody>${body}</structuredBody></component></ClinicalDocument>`;

test('plain text falls into headed blocks; what stands before the first heading stays', (t) => {
  t.deepEqual(ofText('郭美兰　女\r\n【主诉】头晕3天。\n\n【诊断】\n1. 高血压2级\n2. 高脂血症'), [
    { title: '', lines: ['郭美兰　女'] },
    { title: '主诉', lines: ['头晕3天。'] },
    { title: '诊断', lines: ['1. 高血压2级', '2. 高脂血症'] },
  ]);
  t.deepEqual(ofText('见【附页】第二行'), [{ title: '', lines: ['见【附页】第二行'] }], 'a bracket within a line is no heading');
  t.deepEqual(ofText(' \n'), []);
});

test('the narrative of a CDA: titles, paragraphs, lists, tables by rows, sections below sections', (t) => {
  const read = ofCda(cda(`
    <component><section><title>主诉</title><text>胸闷 <content>3 天</content>&amp;气短&lt;轻&gt;</text>
      <component><section><code code="10164-2" displayName="现病史"/><text><paragraph>一</paragraph><list><item>二</item><item>三</item></list></text></section></component>
    </section></component>
    <component><section><title>检验</title><text><table><tr><th>项目</th><th>结果</th></tr><tr><td>血钾</td><td>5.6</td></tr></table></text></section></component>`));
  t.deepEqual(read, [
    { title: '主诉', lines: ['胸闷 3 天&气短<轻>'] },
    { title: '现病史', lines: ['一', '二', '三'] },
    { title: '检验', lines: ['项目 结果', '血钾 5.6'] },
  ]);
});

test('what cannot be read as words is a file, never half a text', (t) => {
  t.is(readingOf('application/pdf', Buffer.from('%PDF-1.7')), undefined);
  t.is(readingOf('text/html', Buffer.from('<html></html>')), undefined);
  t.is(ofCda(cda('<component><section>')), undefined, 'unsound');
  t.is(ofCda(`<!DOCTYPE a [<!ENTITY x "y">]>${cda('')}`), undefined, 'a document type is refused before it is read');
  t.is(ofCda(cda('')), undefined, 'no section');
  t.deepEqual(ofCda(cda('<component><section><title>&#x41;&evil;</title><text>一</text></section></component>')), [{ title: '&#x41;&evil;', lines: ['一'] }], 'no entity is followed');
});

const real = join(import.meta.dirname, '../../../../shared/data/cda/ms-ccda');

(existsSync(real) ? test : test.skip)('real C-CDA files: each is read as words, or clearly a file', (t) => {
  const read = readdirSync(real).filter((name) => name.endsWith('.ccda')).map((name) => {
    const raw = readFileSync(join(real, name));
    return { name, hasSections: raw.includes('<section'), blocks: readingOf('text/xml', raw) };
  });
  t.true(read.length > 15);
  const words = read.filter(({ blocks }) => blocks !== undefined);
  t.log(`${words.length} of ${read.length} as words`);
  t.deepEqual(words.map(({ name }) => name), read.filter(({ hasSections }) => hasSections).map(({ name }) => name), 'whatever has a section');
  for (const { name, blocks = [] } of words) t.false(blocks.some(({ title, lines }) => [title, ...lines].some((line) => /<\/?[a-z]/.test(line))), name);
});
