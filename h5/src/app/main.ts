import { createApp } from 'vue';
import { startTheme } from '../composables/theme.ts';
import { beginToGet } from './api.ts';
import App from './app.vue';
import { startPresence } from './presence.ts';
import './base.css';
import { router } from './router.ts';
import { whoAmI } from './session.ts';
import './tokens.css';

// Back after sign-out must not show a page the browser kept alive: it is asked for anew.
addEventListener('pageshow', (event) => {
  if (event.persisted) location.reload();
});

startTheme();
startPresence();

// Who is here and what waits for them is asked while the screen's own parts are still on their way.
if (/^\/m(\/(?!sign-in)|$)/.test(location.pathname)) void whoAmI().catch(() => undefined);
if (/^\/m\/?$/.test(location.pathname)) beginToGet('/tasks');

createApp(App).use(router).mount('#app');
