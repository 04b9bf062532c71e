import test from 'ava';
import { dropDraft, forgetDrafts, keepDraft, readDraft } from './drafts.ts';

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

test('a draft comes back within the day and not after it', (t) => {
  const kept = store();
  keepDraft('a', { note: 'x' }, at(0), kept);
  t.deepEqual(readDraft('a', at(23), kept), { note: 'x' });
  t.is(readDraft('a', at(24), kept), undefined);
  t.deepEqual(Object.keys(kept), []);
});

test('what is sent or left behind by the person is gone, and nothing else', (t) => {
  const kept = store();
  kept.setItem('wardline:theme', 'dark');
  for (const key of ['a', 'b']) keepDraft(key, 1, at(0), kept);
  dropDraft('a', kept);
  t.is(readDraft('a', at(1), kept), undefined);
  forgetDrafts(kept);
  t.deepEqual(Object.keys(kept), ['wardline:theme']);
});

test('a draft that is not ours reads as none', (t) => {
  const kept = store();
  kept.setItem('wardline:draft:a', '{"at":');
  t.is(readDraft('a', at(0), kept), undefined);
});
