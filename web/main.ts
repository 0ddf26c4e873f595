import { createApp } from 'vue';

import { pageText } from '../src/copy/page.ts';
import App from './App.vue';
import './styles/base.css';

document.title = pageText.title;
createApp(App).mount('#app');
