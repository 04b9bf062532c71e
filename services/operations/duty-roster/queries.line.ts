/** `值班`, `值班 心内科` typed to the bot: who is on duty now, who comes after, the telephone. */
import { moment } from '../../../cards/words.ts';
import { fill } from '../../core/phrases.ts';
import type { Corridor } from '../../core/run.ts';
import type { LineAnswer } from '../../shared/notices/index.ts';
import { departmentsLike } from './model.ts';
import { chatWords, dutyWords } from './phrases.ts';
import { rosterQueries } from './queries.ts';
import { until } from './rules.ts';
import type { TonightView } from './schema.ts';
import type { Rosters } from './store.keepers.ts';

const mostNamed = 6;

export function dutyLine(rosters: Rosters): (corridor: Corridor) => LineAnswer {
  const { tonight, departments } = rosterQueries(rosters);
  return (corridor) => async (actor, line) => {
    const asked = /^(?:今晚)?(?:谁)?值班(?:[\s:：]+(\S{1,20}))?$/u.exec(line);
    if (asked === null) return undefined;
    const [, text] = asked;
    const { departments: all } = await corridor.ask(actor, departments, {});
    const found = text === undefined ? [] : departmentsLike(text, all);
    if (text !== undefined && found.length === 0) return fill(chatWords.none, { text });
    if (found.length > 1) return fill(chatWords.several, { names: found.slice(0, mostNamed).map(({ name }) => name).join('、') });
    const view = await corridor.ask(actor, tonight, { department: found[0]?.code });
    return { title: `${chatWords.title} · ${view.department.name}`, text: linesOf(view, corridor.now()).join('\n'), links: [{ label: chatWords.open, path: `/m/duty?department=${encodeURIComponent(view.department.code)}` }] };
  };
}

function linesOf({ duties, phone }: TonightView, now: Date): string[] {
  return [
    ...duties.flatMap(({ duty, now: entry, next }) => {
      const facts = { duty: dutyWords[duty], person: entry?.person.name ?? '', title: entry?.person.title ? `（${entry.person.title}）` : '', until: until(entry?.until ?? null, now) };
      const here = entry === null ? fill(chatWords.nobody, facts) : fill(entry.until === null ? chatWords.standing : chatWords.line, facts);
      return [here, ...(duty === 'duty-doctor' && next !== null ? [fill(chatWords.next, { from: moment(next.from, now), person: next.person.name })] : [])];
    }),
    ...(phone === null ? [] : [fill(chatWords.phone, { phone })]),
  ];
}
