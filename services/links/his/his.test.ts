import test from 'ava';
import { Failure } from '../../core/errors.ts';
import { hisSource } from './http-source.ts';
import { hisSettingsSchema } from './settings.ts';
import { SimulatedHis, memorySource } from './simulator.ts';
import { directorySourceContract, readAll, sampleLists } from './source.contract.ts';

const secret = 'a secret of both sides';
const now = () => Date.parse('2026-11-21T00:00:00Z');

async function asked(release: (close: () => Promise<void>) => void, settings: Record<string, unknown> = {}) {
  const his = new SimulatedHis({ secret, now });
  Object.assign(his.lists, sampleLists());
  const url = await his.listen();
  release(() => his.stop());
  return { his, source: hisSource({ ...hisSettingsSchema.parse({ url, secret }), pageRows: 2, beds: true, ...settings }, now) };
}

directorySourceContract(test, 'HIS over HTTP', async (_lists, release) => (await asked(release)).source);
directorySourceContract(test, 'lists in memory', async (lists) => memorySource(lists, 'his', 2));

const trouble = (mood: SimulatedHis['mood']) => async (t: { teardown: (close: () => Promise<void>) => void }) => {
  const { his, source } = await asked((close) => t.teardown(close));
  his.mood = mood;
  return source.page(undefined).then(() => undefined, (error: unknown) => (error instanceof Failure ? [error.class, error.vendorCode] : error));
};

test('an answer that is not signed by HIS is not read', async (t) => t.deepEqual(await trouble('forged')(t), ['permanent', 'signature']));
test('HIS away is tried again', async (t) => t.deepEqual(await trouble('away')(t), ['transient', '503']));
test('an answer in another shape is not read', async (t) => t.deepEqual(await trouble('garbled')(t), ['permanent', 'shape']));

test('beds are asked for only where HIS tells them', async (t) => {
  const { source } = await asked((close) => t.teardown(close), { beds: false });
  t.deepEqual([source.kinds, (await readAll(source)).rows.filter(({ kind }) => kind === 'bed')], [['department', 'ward', 'staff', 'group'], []]);
});

test('a question with another secret is turned down', async (t) => {
  const { source } = await asked((close) => t.teardown(close), { secret: 'not the secret of both' });
  const error = await t.throwsAsync(source.page(undefined), { instanceOf: Failure });
  t.is(error.vendorCode, '401');
});
