// Entry of the local WeCom page.
import { createApp } from './vendor/vue.js';
import App from './components/app.js';
import { start } from './lib/store.js';

createApp(App).mount('#app');
start();
