import test from 'ava';
import { createDraftBox, forgetDrafts, forgetOthersDrafts, importKey } from './drafts.ts';

/** A Storage as browsers have it: entries are its own properties. */
function store(): Storage {
  const methods = {
    getItem(this: Record<string, string>, key: string) {
      return Object.hasOwn(this, key) ? this[key] : null;
    },
    setItem(this: Record<string, string>, key: string, value: string) {
      this[key] = value;
    },
    removeItem(this: Record<string, string>, key: string) {
      Reflect.deleteProperty(this, key);
    },
  };
  return Object.create(methods) as Storage;
}

const at = (hours: number): Date => new Date(Date.UTC(2026, 10, 20, hours));
const keyOf = (byte: number) => () => importKey(new Uint8Array(32).fill(byte));
const draft = { note: '葡萄糖酸钙 10ml 静推', choices: ['calcium-gluconate'] };

test('a draft comes back within the shift and not after it, and the device holds no word of it', async (t) => {
  const kept = store();
  const box = createDraftBox('1001', keyOf(1), kept);
  await box.keep('a', draft, at(0));
  const lying = JSON.stringify(Object.entries(kept));
  for (const word of ['葡萄糖酸钙', 'calcium', 'note', Buffer.from(draft.note).toString('base64').slice(0, 16)]) t.false(lying.includes(word), word);
  t.deepEqual(await box.read('a', at(11)), draft);
  t.is(await box.read('a', at(12)), undefined);
  t.deepEqual(Object.keys(kept), []);
});

test('another key, another entry, another person: nothing opens', async (t) => {
  const kept = store();
  await createDraftBox('1001', keyOf(1), kept).keep('a', draft, at(0));
  kept.setItem('wardline:draft:1001:b', kept.getItem('wardline:draft:1001:a') ?? '');
  t.is(await createDraftBox('1001', keyOf(1), kept).read('b', at(1)), undefined);
  t.is(await createDraftBox('1002', keyOf(1), kept).read('a', at(1)), undefined);
  t.is(await createDraftBox('1001', keyOf(2), kept).read('a', at(1)), undefined);
  t.deepEqual(Object.keys(kept), [], 'what cannot be opened does not stay');
});

test('without a key nothing is kept at all', async (t) => {
  const kept = store();
  await createDraftBox('1001', async () => undefined, kept).keep('a', draft, at(0));
  t.deepEqual(Object.keys(kept), []);
});

test('the last one kept stays, and one that was dropped meanwhile does not come back', async (t) => {
  const kept = store();
  const box = createDraftBox('1001', keyOf(1), kept);
  await Promise.all([box.keep('a', 1, at(0)), box.keep('a', 2, at(0)), box.keep('a', 3, at(0))]);
  t.is(await box.read('a', at(1)), 3);
  const late = box.keep('a', 4, at(1));
  box.drop('a');
  await late;
  t.is(await box.read('a', at(1)), undefined);
});

test('sign-out takes all, another person takes what is not hers, and nothing else goes', async (t) => {
  const kept = store();
  kept.setItem('wardline:theme', 'dark');
  const own = createDraftBox('1001', keyOf(1), kept);
  for (const key of ['a', 'b']) await own.keep(key, 1, at(0));
  await createDraftBox('1002', keyOf(2), kept).keep('a', 1, at(6));
  kept.setItem('wardline:draft:a', '{"at":');
  forgetOthersDrafts('1001', at(7), kept);
  t.deepEqual(Object.keys(kept).toSorted(), ['wardline:draft:1001:a', 'wardline:draft:1001:b', 'wardline:theme']);
  forgetOthersDrafts('1001', at(13), kept);
  t.deepEqual(Object.keys(kept), ['wardline:theme'], 'past its hours');
  await own.keep('c', 1, at(14));
  forgetDrafts(kept);
  t.deepEqual(Object.keys(kept), ['wardline:theme']);
});
