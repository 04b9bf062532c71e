/** Policy; load → rule → save → emit. */
import { z } from 'zod';
import { byAnyStaff, byRole } from '../../../services/core/access.ts';
import { defineAction, defineQuery } from '../../../services/core/module.ts';
import { published } from './events.ts';
import { isShown, publish } from './rules.ts';
import { draft, shown } from './schema.ts';
import { load, save } from './store.ts';

export const publishAnnouncement = defineAction({
  name: 'announcements.publish',
  input: draft,
  output: z.void(),
  policy: byRole('administrator'),
  body: async ({ tx, now, actor, emit }, { text, until }) => {
    const announcement = publish(text, until, now);
    await save(tx, announcement, actor.id, now);
    emit(published, 'hospital', { until: announcement.until });
  },
});

export const currentAnnouncement = defineQuery({
  name: 'announcements.current',
  input: z.object({}),
  output: shown,
  policy: byAnyStaff,
  // No patient in it, so a look needs no audit row.
  audited: false,
  body: async ({ tx, now }) => {
    const announcement = await load(tx);
    return { text: announcement !== undefined && isShown(announcement, now) ? announcement.text : null };
  },
});
