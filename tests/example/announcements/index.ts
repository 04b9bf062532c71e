/** The announcements' door. */
import { defineModule } from '../../../services/core/module.ts';
import { currentAnnouncement, publishAnnouncement } from './actions.ts';
import { published } from './events.ts';
import { phrases } from './phrases.ts';

export const announcements = defineModule({
  name: 'announcements',
  events: [published],
  actions: [publishAnnouncement],
  queries: [currentAnnouncement],
  routes: [
    { method: 'PUT', path: '/announcements/current', does: publishAnnouncement },
    { method: 'GET', path: '/announcements/current', does: currentAnnouncement },
  ],
  phrases,
});
