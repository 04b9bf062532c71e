/**
 * `npm run trace:unmarked -- [--trials 100000] [--keys 50] [--minutes 60] [--state FILE] [--pages DIR]`: seeded pictures without the mark that is looked
 * for, and how many of them are taken for somebody's. Goes on where the state file ends; one process, best at `nice -n 19`.
 *
 * A trial is what a hospital's tracing does: one picture, one key, `--series` days. What depends on the picture alone (where it repeats, its tiles
 * laid over one another) is done once for all keys; each key's layout is random, so that each is another chance for a false id. Trials of one picture
 * are not independent where the picture itself is to blame: pictures are counted beside them.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { wide } from '../detect/lattice.ts';
import { passesFor } from '../detect/passes.ts';
import { type Reader, readerOf } from '../detect/read.ts';
import { readPicture } from '../trace.ts';
import { controlId, type Markers, Pictures, type Sort, sorts } from './unmarked-pictures.ts';

const { values } = parseArgs({ options: {
  trials: { type: 'string', default: '100000' }, keys: { type: 'string', default: '50' }, minutes: { type: 'string', default: '60' },
  state: { type: 'string', default: 'trace-unmarked.json' }, pages: { type: 'string' }, series: { type: 'string', default: '92' },
} });

interface Tally {
  pictures: number;
  trials: number;
  /** Places that looked like a tile at all. */
  tiles: number;
  /** Messages whose check bits were looked at: each is right by chance once in 2^24. */
  messages: number;
  highest: number;
  false: number;
}

interface State {
  /** The next picture's seed. */
  next: number;
  readonly sorts: Partial<Record<Sort, Tally>>;
  /** Trials that ended in somebody. */
  readonly false: { readonly seed: number; readonly sort: Sort; readonly key: number; readonly id: string; readonly series: string; readonly z: number; readonly pass: string }[];
  /** Pictures that bear the mark that is looked for, and how many of them were read. */
  readonly controls: { made: number; found: number };
  /** The beginnings of the hashes of the pictures' pixels. */
  readonly seen: string[];
  seconds: number;
}

const fresh: State = { next: 0, sorts: {}, false: [], controls: { made: 0, found: 0 }, seen: [], seconds: 0 };

/** As many days as a tracing usually looks through. */
const series = Array.from({ length: Number(values.series) }, (_none, at) => `day ${at}`);
const eachPicture = Number(values.keys);

/** Hospitals whose keys are tried, a picture each in turn: to make a key's days takes longer than to look for them. */
const hospitals = 499;
const known = new Map<number, Pick<Reader, 'layout' | 'series'>>();

const keyOf = (hospital: number): Buffer => createHash('sha256').update(`wardline: a hospital that does not exist ${hospital}`).digest();

function readerFor(hospital: number): Pick<Reader, 'layout' | 'series'> {
  const reader = known.get(hospital) ?? readerOf(keyOf(hospital), series);
  known.set(hospital, reader);
  return reader;
}

async function look(seed: number, pictures: Pictures, state: State): Promise<void> {
  const hospitalsHere = Array.from({ length: eachPicture }, (_none, at) => (seed * 31 + at * 7) % hospitals);
  const markers: Markers = { own: keyOf(hospitalsHere[0]!), other: keyOf(hospitals + seed), day: series[seed % series.length]!, otherDay: 'a day nobody looks through' };
  const { sort, bytes } = await pictures.made(seed, markers);
  const tally = (state.sorts[sort] ??= { pictures: 0, trials: 0, tiles: 0, messages: 0, highest: 0, false: 0 });
  tally.pictures += 1;
  const picture = await readPicture(bytes);
  state.seen.push(createHash('sha256').update(picture.grey).digest('hex').slice(0, 12));
  if (sort === 'control') state.controls.made += 1;
  tally.trials += sort === 'control' ? eachPicture - 1 : eachPicture;
  let last = -1;
  const readers = hospitalsHere.map((hospital, at) => ({
    ...readerFor(hospital), at,
    tried: (z: number, messages: number): void => {
      last = at;
      if (sort === 'control' && at === 0) return;
      tally.tiles += 1;
      tally.messages += messages;
      tally.highest = Math.max(tally.highest, z);
    },
  }));
  for (const { name, run } of passesFor(picture, readers, wide)) {
    // Whoever was found is done with; the others go on as if nobody had been.
    for (let found = run(); found !== undefined; found = run()) {
      readers.splice(readers.findIndex(({ at }) => at === last), 1);
      if (sort === 'control' && last === 0 && found.id === controlId && found.series === markers.day) state.controls.found += 1;
      else {
        tally.false += 1;
        state.false.push({ seed, sort, key: hospitalsHere[last]!, id: found.id, series: found.series, z: found.z, pass: name });
      }
    }
  }
}

const total = (state: State, what: Exclude<keyof Tally, 'highest'>): number => Object.values(state.sorts).reduce((sum, tally) => sum + tally[what], 0);

function keep(state: State): void {
  writeFileSync(`${values.state}.new`, JSON.stringify(state));
  renameSync(`${values.state}.new`, values.state);
}

async function run(): Promise<void> {
  const state: State = existsSync(values.state) ? (JSON.parse(readFileSync(values.state, 'utf8')) as State) : fresh;
  const pictures = new Pictures(values.pages);
  const until = Date.now() + Number(values.minutes) * 60_000;
  while (total(state, 'trials') < Number(values.trials) && Date.now() < until) {
    const began = process.cpuUsage();
    await look(state.next, pictures, state);
    const { user, system } = process.cpuUsage(began);
    state.seconds += (user + system) / 1e6;
    state.next += 1;
    keep(state);
    if (state.next % 100 === 0) console.error(`${state.next} pictures, ${total(state, 'trials')} trials: ${state.false.length} false, ${total(state, 'messages')} messages, controls ${state.controls.found} of ${state.controls.made}, ${Math.round(state.seconds)} s`);
  }
  report(state);
}

/** Of no event in n trials: less than 3/n at 95 % (the rule of three); else the normal bound. */
function below(of: number, n: number): string {
  return ((of === 0 ? 3 : of + 2 * Math.sqrt(of) + 2) / n).toExponential(1);
}

function report(state: State): void {
  const [trials, wrong, messages] = [total(state, 'trials'), state.false.length, total(state, 'messages')];
  const picturesOfFalse = new Set(state.false.map(({ seed }) => seed)).size;
  console.log(`${state.next} pictures (${new Set(state.seen).size} different), ${eachPicture} keys each of ${hospitals}, ${series.length} days each: ${trials} trials`);
  console.log(`${wrong} ids that nobody painted, in ${picturesOfFalse} pictures: at 95 % below ${below(wrong, trials)} a trial if trials were independent, below ${below(picturesOfFalse, state.next)} a picture`);
  console.log(`${total(state, 'tiles')} places looked like a tile, ${messages} messages had their 24 check bits looked at: ${(messages / 2 ** 24).toFixed(3)} ids by chance expected, of which the log would hold ${((messages / 2 ** 24) * (1e6 / 2 ** 48)).toExponential(1)} if it held a million`);
  console.log(`controls, marked by the key and on a day that were looked for: ${state.controls.found} of ${state.controls.made} read. ${Math.round(state.seconds)} processor seconds\n`);
  console.log('| pictures | | trials | like a tile | highest z | messages | false ids |\n|---|---|---|---|---|---|---|');
  for (const sort of Object.keys(sorts) as Sort[]) {
    const tally = state.sorts[sort];
    if (tally !== undefined) console.log(`| ${sort} | ${tally.pictures} | ${tally.trials} | ${tally.tiles} | ${tally.highest.toFixed(2)} | ${tally.messages} | ${tally.false} |`);
  }
  for (const each of state.false) console.log(JSON.stringify(each));
}

await run();
