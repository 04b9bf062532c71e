/** Charges and accounts; observations of nurses. */
import test from 'ava';
import { agreed, at, msh, PID, read, statements } from './read.fixtures.ts';

const PV1 = 'PV1|1|I|W03^^12||||||||||||||||V1';
const ft1 = (type: string, amounts: string): string => `FT1|1|C1||20260801080000||${type}|250^血常规|||${amounts}|CARD|||||||N1^周|||O1`;

test('a charge, whole', (t) => {
  t.deepEqual(statements('DFT^P03', [PV1, ft1('CG', '2|25.00|12.50')]), [{
    kind: 'charge', number: 'C1', code: { id: '250', text: '血常规' }, name: '血常规', amount: '25.00', quantity: '2', type: 'CG', at, order: 'O1', department: 'CARD', by: { number: 'N1', name: '周' },
  }]);
});

const AMOUNTS: readonly (readonly [type: string, amounts: string, amount: string | undefined])[] = [
  ['CG', '1|12.50|', '12.50'], ['CG', '1||12.50', '12.50'], ['CG', '||12.50', '12.50'], ['CG', '2||12.50', undefined], ['CR', '1|12.50|', '-12.50'], ['CD', '1|12.50|', '-12.50'],
  ['CR', '1|-12.50|', '-12.50'], ['CR', '1|0.00|', '0.00'], ['退费', '1|8|', '-8'], ['PY', '1|100^CNY|', '100'],
];

for (const [type, amounts, amount] of AMOUNTS) {
  test(`${type} ${amounts}: ${amount ?? 'no amount'}`, (t) => t.is((statements('DFT^P03', [ft1(type, amounts)])[0] as { amount?: string }).amount, amount));
}

test('accounts tell of diagnoses, of a stay only where they are its master', (t) => {
  const lines = [PV1, 'DG1|1||I50^心衰'];
  t.deepEqual(statements('BAR^P01', lines).map(({ kind }) => kind), ['diagnoses']);
  t.deepEqual(statements('BAR^P05', lines, agreed({ stays: true })).map(({ kind }) => kind), ['stay', 'diagnoses']);
  t.deepEqual(statements('DFT^P11', [...lines, ft1('CG', '1|1|')], agreed({ stays: true })).map(({ kind }) => kind), ['stay', 'charge', 'diagnoses']);
  t.deepEqual(statements('BAR^P12', ['DG1|1||I50^心衰|||||||||||||||||||D', 'DG1|2||E11^糖尿病|||||||||||||||||||A'].map((line) => line.replace('|||||||||||||||||||', '||||||||||||||||||'))), [
    { kind: 'diagnoses', partial: true, all: [{ code: 'I50', name: '心衰', removed: true }, { code: 'E11', name: '糖尿病' }] },
  ]);
  t.is(read([msh('BAR^P02'), PID, 'PID|2||8||李某']).length, 2);
});

test('what nurses and monitors measured, by agreement', (t) => {
  const lines = ['OBR|1|||VS|||20260801080000', 'OBX|1|NM|8310-5^体温^LN||38.5|℃|||||F|||||N1^周||||腋下', 'OBX|2|NM|^脉搏||90|次/分|||||W', 'OBX|3|NM|||1', 'NTE|1||x'];
  const [one] = read([msh('ORU^R01'), PID, ...lines], agreed({ observations: true }));
  t.deepEqual(one?.statements, [
    { kind: 'observation', code: { id: '8310-5', text: '体温', system: 'LN' }, value: '38.5', unit: '℃', at, by: { number: 'N1', name: '周' }, site: '腋下' },
    { kind: 'observation', code: { text: '脉搏' }, value: '90', unit: '次/分', at, withdrawn: true },
  ]);
  t.deepEqual(one?.warnings.map(({ name }) => name), ['observation-incomplete']);
});
