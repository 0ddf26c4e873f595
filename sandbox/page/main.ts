import { createApp } from 'vue';

import App from './App.vue';
import { start } from './lib/store.ts';
import './styles/base.css';
import './styles/layout.css';
import './styles/sidebar.css';
import './styles/chat.css';
import './styles/message.css';
import './styles/media.css';
import './styles/composer.css';
import './styles/markdown.css';
import './styles/card.css';
import './styles/card-controls.css';
import './styles/clock.css';
import './styles/guide.css';

createApp(App).mount('#app');
start();
