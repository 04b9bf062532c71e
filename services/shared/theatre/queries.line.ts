/** `手术 明天` typed to the bot: when and where one operates that day, and the way to the list. */
import { dayAsked, midnightOf } from '../../../cards/days.ts';
import { clock } from '../../../cards/words.ts';
import { fill } from '../../core/phrases.ts';
import type { Corridor } from '../../core/run.ts';
import type { LineAnswer } from '../notices/index.ts';
import { chatWords, stateWords } from './phrases.ts';
import type { theatreQueries } from './queries.ts';
import type { ListedView } from './schema.ts';

export function operationLine(corridor: Corridor, { list, rooms }: Pick<ReturnType<typeof theatreQueries>, 'list' | 'rooms'>): LineAnswer {
  return async (actor, line) => {
    const asked = /^(?:我的)?手术(?:排台|安排)?(?:[\s:：]*(\S{1,12}))?$/u.exec(line);
    if (asked === null) return undefined;
    const day = dayAsked(asked[1] ?? '今天', corridor.now());
    if (day === undefined) return chatWords.unreadable;
    const on = { from: midnightOf(day.day), until: midnightOf(day.day, 1) };
    const { items } = await corridor.ask(actor, list, { ...on, limit: 200, offset: 0 });
    const { departments, own } = await corridor.ask(actor, rooms, on);
    const mine = items.filter((each) => each.mine && each.state !== 'cancelled').toSorted((one, other) => (one.plannedFrom?.getTime() ?? 0) - (other.plannedFrom?.getTime() ?? 0));
    const count = departments.find(({ code }) => code === own)?.count ?? 0;
    const head = fill(mine.length === 0 ? chatWords.none : chatWords.mine, { day: day.word, count: mine.length });
    return {
      title: chatWords.title,
      text: [head, ...mine.map(inWords), ...(count > 0 ? [fill(chatWords.department, { count })] : [])].join('\n'),
      links: [{ label: fill(chatWords.list, { day: day.word }), path: `/m/theatre?day=${day.day}` }],
    };
  };
}

function inWords({ plannedFrom, room, sequence, state }: ListedView): string {
  return fill(chatWords.line, { time: plannedFrom === null ? '' : clock(plannedFrom), room: room ?? '', sequence: sequence === null ? '' : fill(chatWords.sequence, { sequence }), state: stateWords[state] });
}
