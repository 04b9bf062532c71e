/** The order of things while a document is made page by page: threads are played, so nothing here depends on time. */
import test from 'ava';
import { WordsMaker } from '../page/words.ts';
import { prepareText } from '../page/text.ts';
import type { MadePage } from '../pages.ts';
import { SourceRefused } from '../source/refusal.ts';
import { type Board, takes } from './board.ts';
import { beginPreparation, type PreparationParts } from './preparation.ts';
import type { Ready } from './thread.ts';
import { WorkLost } from './workers.ts';

const page = prepareText({ width: 8, height: 8, grey: new Uint8Array(64).fill(255) }, 150);
const words = (text: string): MadePage['words'] => {
  const made = new WordsMaker();
  for (const letter of text) made.add(letter, 0, 0, 1, 1);
  return made.made();
};
const pageOf = (number: number, text = ''): MadePage => ({ number, page, words: words(text), look: Uint8Array.of(1, number, 0, 0, 0, 0, 0, 0, 0, 0, 0) });

/** One thread's work as the test plays it: what it says, and how it ends. */
interface Played {
  readonly isAhead: boolean;
  readonly say: (part: Ready) => void;
  readonly facts: (count: number) => void;
  /** The number it takes next; a thread tells the page it took before. */
  readonly take: () => number | undefined;
  readonly make: (text?: string) => number | undefined;
  readonly end: () => Promise<void>;
  readonly fall: (error: Error) => Promise<void>;
  askedFor: boolean;
}

/** Lets promises go on as far as they can. */
const settled = (): Promise<void> => new Promise((resolve) => { setImmediate(resolve); });

function played(more: Partial<PreparationParts> = {}) {
  const [works, queued]: [Played[], boolean[]] = [[], []];
  /** Threads there are, and who waits for one. */
  const hold: { free: number; readonly waiting: (() => void)[] } = { free: 1, waiting: [] };
  const kept: number[] = [];
  const runLong: PreparationParts['workers']['runLong'] = async (begin, isAhead, part) => {
    queued.push(isAhead);
    if (hold.free === 0) await new Promise<void>((resolve) => { hold.waiting.push(resolve); });
    const work = begin() as { board: Board; taker: number } | undefined;
    if (work === undefined) return;
    hold.free -= 1;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const over = (): Promise<void> => {
      hold.free += 1;
      hold.waiting.shift()?.();
      return settled();
    };
    let numbers: Iterator<number> | undefined;
    let count = 0;
    const own: Played = {
      isAhead, askedFor: false,
      say: (said) => part(said),
      facts: (pages) => {
        count = pages;
        part({ facts: { count: pages, headings: [], windows: [] } } satisfies Ready);
      },
      take: () => (numbers ??= takes(work.board, count, work.taker, () => own.askedFor)).next().value as number | undefined,
      make: (text) => {
        const number = own.take();
        if (number !== undefined) part({ made: pageOf(number, text) } satisfies Ready);
        return number;
      },
      end: () => (resolve(), over()),
      fall: (error) => (reject(error), over()),
    };
    works.push(own);
    await promise;
  };
  const preparation = beginPreparation('x', async () => new Uint8Array(1), {
    workers: { runLong }, threads: 1, mostPages: 50, inTurn: (work) => work(), workFor: (_bytes, pages) => pages,
    keep: async (made) => (kept.push(made.number), made),
    ...more,
  });
  return { preparation, works, queued, hold, kept };
}

const state = async (promise: Promise<unknown>): Promise<string> => {
  await settled();
  return Promise.race([promise.then(() => 'there', (error: unknown) => String(error)), settled().then(() => 'waits')]);
};

test('it is open with its first page, while the others are not made; everybody waits for the same', async (t) => {
  const { preparation, works, kept } = played();
  await settled();
  const [thread] = works;
  t.is(await state(preparation.opened), 'waits');
  thread?.facts(3);
  t.is(await state(preparation.opened), 'waits', 'how many pages there are is not enough');
  t.is(thread?.make(), 1);
  t.is((await preparation.opened).count, 3);
  t.deepEqual(kept, [1], 'the others are still to come');
  t.deepEqual(preparation.soFar(), { whole: undefined, hasWords: undefined }, 'none had letters so far');
  t.is(await state(preparation.whole), 'waits');
  thread?.make('肌钙蛋白');
  await settled();
  t.is(preparation.soFar().hasWords, true, 'one is enough');
  thread?.make();
  const whole = await preparation.whole;
  t.deepEqual(whole.looks.map((look) => look[1]), [1, 2, 3]);
  t.deepEqual([whole.hasWords, whole.isLost, whole.missing], [true, false, []]);
  t.is(await preparation.page(2), undefined, 'made before: it is in the store');
  t.is(works.length, 1);
});

test('a page that is asked for is made before the others; who goes no longer wants it', async (t) => {
  const { preparation, works } = played();
  await settled();
  const [thread] = works;
  thread?.facts(9);
  thread?.make();
  const leaving = new AbortController();
  const [seventh, other, fifth] = [preparation.page(7), preparation.page(7), preparation.page(5, leaving.signal)];
  leaving.abort();
  await t.throwsAsync(fifth, { name: 'AbortError' });
  t.is(thread?.take(), 7);
  t.is(await state(seventh), 'waits', 'for its own page');
  thread?.say({ made: pageOf(7) });
  t.deepEqual([(await seventh)?.number, (await other)?.number], [7, 7]);
  t.deepEqual([thread?.make(), thread?.make()], [2, 3], 'in their order');
  await t.throwsAsync(preparation.page(10), { instanceOf: RangeError });
  await t.throwsAsync(preparation.page(4, AbortSignal.abort()), { name: 'AbortError' });
});

test('its thread goes to somebody who waits, and it goes on behind; whoever asks for a page of it calls it forward', async (t) => {
  const { preparation, works, queued, hold } = played();
  await settled();
  const first = works[0]!;
  first.facts(5);
  first.askedFor = true;
  t.is(first.make(), 1, 'one page at least');
  t.is(first.take(), undefined);
  // The thread goes to another document.
  hold.free -= 1;
  await first.end();
  t.deepEqual(queued, [false, true], 'not before anybody');
  const fourth = preparation.page(4);
  await settled();
  t.deepEqual(queued, [false, true, false], 'somebody waits now');
  void preparation.page(3);
  await settled();
  t.is(queued.length, 3, 'once');
  hold.free = 1;
  hold.waiting.pop()?.();
  await settled();
  works[1]?.facts(5);
  t.deepEqual([works[1]?.make(), works[1]?.make()], [3, 4]);
  t.is((await fourth)?.number, 4);
  works[1]?.make();
  works[1]?.make();
  await works[1]?.end();
  t.is(works.length, 2, 'the one behind found nothing to do');
  t.is((await preparation.whole).looks.length, 5);
});

test('a page that cannot be made says so itself and loses nothing; a document without any page is refused', async (t) => {
  const { preparation, works } = played();
  await settled();
  const thread = works[0]!;
  thread.facts(3);
  t.is(thread.take(), 1);
  thread.say({ refused: 'damaged', number: 1, detail: 'x' });
  t.is(await state(preparation.opened), 'waits', 'another may be there to see');
  thread.make('字');
  await preparation.opened;
  await t.throwsAsync(preparation.page(1), { instanceOf: SourceRefused, message: /damaged/ });
  const third = preparation.page(3);
  thread.take();
  thread.say({ refused: 'too-large', number: 3, detail: 'x' });
  t.like(await t.throwsAsync(third, { instanceOf: SourceRefused }), { trouble: 'too-large', page: 3 });
  const whole = await preparation.whole;
  t.deepEqual([whole.looks.map((look) => look.length), whole.missing, whole.isLost], [[1, 11, 1], [1, 3], false]);

  const none = played();
  await settled();
  none.works[0]?.facts(2);
  for (const number of [1, 2]) {
    none.works[0]?.take();
    none.works[0]?.say({ refused: number === 1 ? 'compressed' : 'damaged', number, detail: 'x' });
  }
  await t.throwsAsync(none.preparation.opened, { message: /compressed/ });
  await t.throwsAsync(none.preparation.whole, { message: /compressed/ });

  const encrypted = played();
  await settled();
  await encrypted.works[0]?.fall(new SourceRefused('encrypted', 'x'));
  await t.throwsAsync(encrypted.preparation.opened, { message: /encrypted/ });
  t.is(encrypted.works.length, 1);
});

test('a thread that is lost takes the page it had in work; another makes the rest, and a second loss ends it', async (t) => {
  const { preparation, works } = played();
  await settled();
  works[0]?.facts(6);
  works[0]?.make();
  const second = preparation.page(2);
  t.is(works[0]?.take(), 2);
  await works[0]?.fall(new WorkLost('time', 'more than 30000 ms'));
  t.like(await t.throwsAsync(second), { trouble: 'too-slow', page: 2 });
  t.is(works[1]?.make(), undefined, 'it does not know the document yet');
  works[1]?.facts(6);
  await works[1]?.end();
  const again = works.at(-1)!;
  again.facts(6);
  t.is(again.make(), 3);
  t.is(again.take(), 4);
  const sixth = preparation.page(6);
  await again.fall(new WorkLost('thread', 'out of memory'));
  t.like(await t.throwsAsync(sixth), { trouble: 'too-large', page: 6 });
  const whole = await preparation.whole;
  t.deepEqual([whole.missing, whole.isLost, whole.looks.map((look) => look.length > 1)], [[2, 4, 5, 6], true, [true, false, true, false, false, false]]);

  const later = played({ before: whole });
  t.is((await later.preparation.opened).count, 6, 'what is there is shown at once');
  await settled();
  later.works[0]?.facts(6);
  t.deepEqual([2, 4, 5, 6], [later.works[0]?.make(), later.works[0]?.make(), later.works[0]?.make(), later.works[0]?.make()], 'only what was missing');
  t.deepEqual((await later.preparation.whole).looks.map((look) => look[1]), [1, 2, 3, 4, 5, 6]);
});

test('other threads help with a long document once its first page went quickly, behind everybody who waits', async (t) => {
  const { works, queued, hold, preparation } = played({ threads: 3 });
  hold.free = 3;
  await settled();
  t.is(works.length, 1, 'the first page has the machine to itself');
  works[0]?.facts(8);
  works[0]?.make();
  await settled();
  t.deepEqual(queued, [false, true, true]);
  for (const one of works.slice(1)) one.facts(8);
  t.deepEqual([works[1]?.make(), works[2]?.make(), works[0]?.make(), works[2]?.make()], [2, 3, 4, 5], 'each page once');
  for (let at = 0; at < 3; at++) works[1]?.make();
  t.is((await preparation.whole).looks.length, 8);
});
