// First: schemas decide how they read when they are made.
import './reading.ts';
import { createApp } from 'vue';
import { startTheme } from '../composables/theme.ts';
import App from './app.vue';
import './base.css';
import { router } from './router.ts';
import './tokens.css';

startTheme();
createApp(App).use(router).mount('#app');
