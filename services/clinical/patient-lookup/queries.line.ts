/** `查 张三`, `12床` typed to the bot: whom it may be, each with the way to her page. */
import { fill } from '../../core/phrases.ts';
import type { Query } from '../../core/module.ts';
import type { Corridor } from '../../core/run.ts';
import type { LineAnswer } from '../../shared/notices/index.ts';
import { chatWords, kindWords } from './phrases.ts';
import type { FoundPatients, searchInput } from './schema.ts';
import type { z } from 'zod';

/** As many as a card of either platform has links for. */
const most = 5;

/** What is looked for; `undefined` for a line about something else. A bed needs no word before it. */
export function askedIn(line: string): string | undefined {
  const asked = /^(?:查(?:找|询)?(?:患者|病人)?|找(?:患者|病人)?)[\s:：]+(\S.{0,39})$/u.exec(line)?.[1] ?? /^\S{0,20}?[加+]?\d{1,4}床$/u.exec(line)?.[0];
  return asked?.trim();
}

export function searchLine(corridor: Corridor, search: Query<z.output<typeof searchInput>, FoundPatients>): LineAnswer {
  return async (actor, line) => {
    const text = askedIn(line);
    if (text === undefined) return undefined;
    const { items, more } = await corridor.ask(actor, search, { text, limit: most });
    if (items.length === 0) return chatWords.none;
    const links = items.map((item) => ({ label: whoIs(item), path: `/m/patients/${item.id}` }));
    return { title: chatWords.title, text: fill(more ? chatWords.foundMore : chatWords.found, { count: items.length }), links };
  };
}

/** `12床 王** 男 67岁`, `门诊 王** 女 45岁` */
function whoIs({ bed, kind, name, sex, age }: FoundPatients['items'][number]): string {
  return [bed === '' ? kindWords[kind] : bed, name, sex, age].filter((word) => word !== '').join(' ');
}
