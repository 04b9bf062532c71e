/** A chat platform's address book as a source: accounts and departments as far as the application may see them. */
import type { Bot } from '../../../bots/bot.ts';
import type { DirectorySource } from '../../links/his/port.ts';
import { readTold } from '../../links/his/schema.ts';

export function platformSource(bot: Bot): DirectorySource {
  const { platform, corp } = bot;
  return {
    name: `${platform}:${corp}`,
    kinds: ['account', 'binding'],
    page: async (cursor) => {
      const { departments, people, next } = await bot.addressBook(cursor);
      const rows = [
        ...departments.map(({ id, name, parent }) => readTold('binding', { platform, corp, external: id, name, parent }, id)),
        // Not activated, disabled or left: no account to bind; one that is bound here is told as vanished.
        ...people.filter(({ active }) => active).map(({ user, name, staffNumber, unionId, departments: places }) => readTold('account', { platform, corp, user, name, staffNumber, unionId, departments: places }, user)),
      ];
      return { rows, next };
    },
  };
}
