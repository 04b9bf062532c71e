/** The address book, department by department: one answer for all would be too big for a hospital (45029). */
import type { PlatformPerson } from '../bot.ts';
import type { WecomClient } from './client.ts';
import { foldUser } from './recipients.ts';
import { departmentsSchema, membersSchema } from './schema.ts';
import type { Member } from './schema.ts';

/** Members in the app's visible range, each once. @throws Failure */
export async function* wecomPeople(client: WecomClient, corp: string): AsyncGenerator<PlatformPerson> {
  const { department } = await client.get('department/list', {}, departmentsSchema);
  const names = new Map(department.map((each) => [each.id, each.name]));
  const seen = new Set<string>();
  for (const { id } of department) {
    const { userlist } = await client.get('user/list', { department_id: String(id), fetch_child: '0' }, membersSchema);
    for (const member of userlist) {
      if (seen.has(foldUser(member.userid))) continue;
      seen.add(foldUser(member.userid));
      yield personOf(member, corp, names);
    }
  }
}

function personOf(member: Member, corp: string, names: ReadonlyMap<number, string>): PlatformPerson {
  return {
    platform: 'wecom',
    corp,
    user: member.userid,
    name: member.name,
    // Hospitals that did not fill the alias usually made the staff number the user id.
    staffNumber: member.alias === '' ? member.userid : member.alias,
    departments: member.department.map((id) => names.get(id) ?? String(id)),
    active: member.status === 1,
  };
}
