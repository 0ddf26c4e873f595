// The chats of the person played: last message, time, unread mark.
import FaceSquare from './avatar.js';
import { now } from '../lib/clock.js';
import { previewOf } from '../lib/preview.js';
import { chatsOf, isBot, messagesOf, openChat, personOf, seenBy, state, unreadIn } from '../lib/store.js';
import { shortStamp } from '../lib/time.js';
import { computed } from '../vendor/vue.js';

export default {
  name: 'ChatList',
  components: { FaceSquare },
  setup() {
    const rows = computed(() => chatsOf(state.me).map(rowOf));

    function rowOf(chat) {
      const last = messagesOf(chat.id).at(-1);
      const count = unreadIn(state.me, chat.id);
      return {
        ...chat,
        last: last ? speakerOf(chat, last) + previewOf(seenBy(state.me, last)) : '还没有消息',
        stamp: last ? shortStamp(last.at, now.value) : '',
        unread: count > 99 ? '99+' : String(count || ''),
      };
    }
    function speakerOf(chat, message) {
      if (chat.private) return message.sender === state.me ? '我：' : '';
      if (message.sender === state.me) return '我：';
      return `${isBot(message.sender) ? state.bot.name : personOf(message.sender).name}：`;
    }
    return { rows, state, openChat };
  },
  template: /* html */ `
    <nav class="chat-list" aria-label="会话">
      <button v-for="row in rows" :key="row.id" type="button" class="chat-row" :class="{ open: row.id === state.open }"
        :aria-current="row.id === state.open ? 'true' : undefined" @click="openChat(row.id)">
        <span class="face-holder">
          <face-square :kind="row.private ? 'bot' : 'group'" />
          <span v-if="row.unread" class="unread" :aria-label="row.unread + ' 条未读'">{{ row.unread }}</span>
        </span>
        <span class="chat-words">
          <span class="chat-line"><span class="chat-name">{{ row.name }}</span><span class="chat-stamp">{{ row.stamp }}</span></span>
          <span class="chat-last">{{ row.last }}</span>
        </span>
      </button>
    </nav>`,
};
