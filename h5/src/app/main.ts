import { createApp } from 'vue';
import { startTheme } from '../composables/theme.ts';
import App from './app.vue';
import { startPresence } from './presence.ts';
import './base.css';
import { router } from './router.ts';
import './tokens.css';

// Back after sign-out must not show a page the browser kept alive: it is asked for anew.
addEventListener('pageshow', (event) => {
  if (event.persisted) location.reload();
});

startTheme();
startPresence();
createApp(App).use(router).mount('#app');
