/** `床位`, `3病区` typed to the bot: how full the wards are, and the way to each. No patient is in it. */
import { wardsCalled } from '../../core/name-keys.ts';
import type { Query } from '../../core/module.ts';
import { fill } from '../../core/phrases.ts';
import type { Corridor } from '../../core/run.ts';
import type { LineAnswer } from '../../shared/notices/index.ts';
import { chatWords } from './phrases.ts';
import type { WardOccupancy, WardsView } from './schema.ts';

/** A card has five links; one leads to all wards. */
const most = 4;

/** Of a line about beds the ward that is meant, empty for one's own; `undefined` for another line. */
export function wardAsked(line: string): string | undefined {
  const named = /^(?:床位|空床)[\s:：]+(\S.{0,39})$/u.exec(line)?.[1] ?? /^(\S{1,20}(?:病区|病房|监护室))(?:床位)?$/u.exec(line)?.[1];
  return named ?? (/^(?:床位|空床)(?:一览)?$/u.test(line) ? '' : undefined);
}

export function bedLine(corridor: Corridor, wards: Query<Record<string, never>, WardsView>): LineAnswer {
  return async (actor, line) => {
    const asked = wardAsked(line);
    if (asked === undefined) return undefined;
    const { wards: seen, everywhere } = await corridor.ask(actor, wards, {});
    const found = asked === '' ? ownFirst(seen) : wardsCalled(seen, asked);
    if (found.length === 0) return chatWords.none;
    const shown = found.slice(0, most);
    const links = [...shown.map(({ code, name }) => ({ label: name, path: `/m/beds/${code}` })), ...(everywhere || seen.length > shown.length ? [{ label: chatWords.all, path: '/m/beds' }] : [])];
    return { title: chatWords.title, text: [...(found.length > shown.length ? [fill(chatWords.more, { count: found.length, shown: shown.length })] : []), ...shown.map(inWords)].join('\n'), links };
  };
}

/** One's own, and all where one has none. */
function ownFirst(wards: readonly WardOccupancy[]): readonly WardOccupancy[] {
  const own = wards.filter((each) => each.own);
  return own.length > 0 ? own : wards;
}

function when(count: number, words: string, facts: Readonly<Record<string, number>>): string {
  return count > 0 ? fill(words, facts) : '';
}

function inWords({ name, beds, taken, empty, blocked, unready, leaving }: WardOccupancy): string {
  return fill(chatWords.ward, { ward: name, taken, beds: when(beds, chatWords.beds, { beds }), free: when(beds, chatWords.free, { empty }), blocked: when(blocked, chatWords.blocked, { blocked }), unready: when(unready, chatWords.unready, { unready }), leaving: when(leaving, chatWords.leaving, { leaving }) });
}
