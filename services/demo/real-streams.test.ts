import test from 'ava';
import { readMessage } from '../links/hl7/read.ts';
import { chineseNames, messagesOf, realStreams, streamPresent } from './real-streams.ts';

for (const stream of realStreams) {
  test(`${stream}: every message has its own number and is read`, async (t) => {
    if (!streamPresent(stream)) {
      t.pass();
      return t.log(`../shared/data has no ${stream} on this machine`);
    }
    const messages = await messagesOf(stream);
    t.true(messages.length > 100, String(messages.length));
    const some = messages.filter((_, at) => at % Math.ceil(messages.length / 200) === 0).map((raw) => readMessage(raw));
    t.deepEqual([...new Set(some.flatMap((one) => (one.kind === 'refused' ? [one.refused.name] : [])))], []);
    t.is(new Set(messages.map((raw) => readMessage(raw.subarray(0, 4000)).key)).size, messages.length);
  });
}

test('items have their Chinese names where the dictionary is', async (t) => {
  const names = await chineseNames();
  if (names.size === 0) {
    t.pass();
    return t.log('../shared/data has no dictionary on this machine');
  }
  t.is(names.get('50971'), '钾');
  t.true(names.size > 700);
});
