import { z } from 'zod';
import { byAnyStaff } from '../../../core/access.ts';
import { Refusal } from '../../../core/errors.ts';
import { defineQuery } from '../../../core/module.ts';
import { me } from '../schema.ts';
import { findPerson } from '../store.ts';
import { isMedicalOffice, keepsWards } from '../../on-call/index.ts';

/** Who am I: for the head of every page and the watermark. */
export const whoAmI = defineQuery({
  name: 'directory.who-am-i',
  input: z.object({}),
  output: me,
  policy: byAnyStaff,
  audited: false,
  body: async ({ tx, actor, now }) => {
    const person = await findPerson(tx, actor.id);
    if (person === undefined) throw new Refusal('core.unknown-person', {}, 403);
    return { ...person, keepsWards: await keepsWards(tx, actor.id, now), isMedicalOffice: await isMedicalOffice(tx, person.departmentCode) };
  },
});
