import test from 'ava';
import { parseExpression } from './expression.ts';

const cases: [string, Record<string, string>, string | number | boolean][] = [
  ["tone == 'danger' ? 'red' : (tone == 'ok' ? 'green' : 'blue')", { tone: 'ok' }, 'green'],
  ["fact != ''", {}, false],
  ["fact != ''", { fact: '血钾' }, true],
  ["a == '1' && !b", { a: '1', b: 'false' }, true],
  ["a == '1' || b == '1' && c", { b: '1', c: '' }, false],
  ['n == 3', { n: '3' }, true],
  ['true', {}, true],
];

for (const [source, variables, expected] of cases) {
  test(`${source} of ${JSON.stringify(variables)}`, (t) => {
    t.is(parseExpression(source)(variables), expected);
  });
}

test('what it cannot read is an error of the template', (t) => {
  for (const source of ['a ==', 'a + b', "(a == 'b'", 'a b', '']) t.throws(() => parseExpression(source), { instanceOf: SyntaxError }, source);
});
