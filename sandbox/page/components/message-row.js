// One message with its sender, and the little menu (quote, copy) that opens by right click, long press or the hover button.
import FaceSquare from './avatar.js';
import MessageBody from './message-body.js';
import SvgIcon from './icons.js';
import { previewOf } from '../lib/preview.js';
import { isBot, personOf, seenBy, state } from '../lib/store.js';
import { send } from '../lib/sending.js';
import { computed, nextTick, ref } from '../vendor/vue.js';

const LONG_PRESS_MS = 500;

/** Why the bot did not get a message, in words. */
const UNDELIVERED = {
  offline: '机器人没有连上，没有收到这一条',
  queued: '机器人没有连上，等它回来再收',
  'not-mentioned': '没有 @机器人，它看不到这一条',
  'group-file': '群里的文件机器人收不到，请在和它的私聊里发',
};

export default {
  name: 'MessageRow',
  components: { FaceSquare, MessageBody, SvgIcon },
  props: { message: { type: Object, required: true }, group: Boolean },
  emits: ['quote', 'enlarge'],
  setup(props, { emit }) {
    const mine = computed(() => props.message.sender === state.me);
    const bot = computed(() => isBot(props.message.sender));
    const name = computed(() => (bot.value ? state.bot.name : personOf(props.message.sender).name));
    const seen = computed(() => seenBy(state.me, props.message));
    const undelivered = computed(() => (mine.value ? (UNDELIVERED[props.message.undelivered] ?? '') : ''));
    const sendAgain = () => send({ text: props.message.text });
    const menu = ref(false);
    const list = ref(null);
    const opener = ref(null);
    let timer = 0;

    function showMenu(event) {
      if (event?.target?.closest?.('a, select, input, textarea')) return;
      event?.preventDefault?.();
      menu.value = true;
      nextTick(() => list.value?.querySelector('button')?.focus());
    }
    function hideMenu() {
      menu.value = false;
      opener.value?.focus();
    }
    function quote() {
      menu.value = false;
      emit('quote', seen.value);
    }
    async function copy() {
      hideMenu();
      await navigator.clipboard?.writeText(seen.value.text || previewOf(seen.value)).catch(() => {});
    }
    function pressDown(event) {
      if (event.pointerType !== 'touch') return;
      timer = window.setTimeout(() => showMenu({ target: event.target }), LONG_PRESS_MS);
    }
    const pressUp = () => window.clearTimeout(timer);
    const leave = (event) => {
      if (!event.currentTarget.contains(event.relatedTarget)) menu.value = false;
    };
    return {
      mine,
      bot,
      name,
      seen,
      undelivered,
      sendAgain,
      menu,
      list,
      opener,
      showMenu,
      hideMenu,
      quote,
      copy,
      pressDown,
      pressUp,
      leave,
    };
  },
  template: /* html */ `
    <li class="row" :class="{ mine, 'from-bot': bot }" :data-message="message.id">
      <face-square :kind="bot ? 'bot' : 'person'" :userid="message.sender" />
      <div class="row-content">
        <div v-if="group && !mine" class="row-name">{{ name }}<span v-if="bot" class="bot-mark">机器人</span></div>
        <span v-else class="sr-only">{{ mine ? '我' : name }}：</span>
        <div class="row-line" @focusout="leave" @keydown.esc="menu && hideMenu()">
          <div class="row-body" @contextmenu="showMenu" @pointerdown="pressDown" @pointerup="pressUp" @pointercancel="pressUp" @pointermove="pressUp">
            <message-body :message="seen" @enlarge="$emit('enlarge', $event)" />
          </div>
          <div class="row-tools">
            <button ref="opener" type="button" class="tool" aria-label="引用这条消息" title="引用" @click="quote"><svg-icon name="quote" /></button>
          </div>
          <ul v-if="menu" ref="list" class="row-menu" aria-label="消息操作">
            <li><button type="button" @click="quote"><svg-icon name="quote" />引用</button></li>
            <li><button type="button" @click="copy"><svg-icon name="copy" />复制</button></li>
          </ul>
        </div>
        <div v-if="undelivered" class="failure" :class="{ quiet: message.undelivered === 'not-mentioned' }" role="status">
          <svg-icon name="alert" /><span>{{ undelivered }}</span>
          <button v-if="message.undelivered === 'offline' && message.kind === 'text'" type="button" class="link-button" @click="sendAgain">再发一次</button>
        </div>
        <div v-if="message.streaming" class="on-way" role="status">正在输入…</div>
      </div>
    </li>`,
};
