// The open chat: its messages with time separators, those still on their way, and the composer.
import ChatComposer from './composer.js';
import SvgIcon from './icons.js';
import MessageRow from './message-row.js';
import OutgoingRow from './outgoing-row.js';
import PersonSwitch from './person-switch.js';
import PictureView from './picture-view.js';
import { now } from '../lib/clock.js';
import { draftKey, outgoingIn, sending } from '../lib/sending.js';
import { messagesOf, openChat, openedChat, personOf, state } from '../lib/store.js';
import { fullStamp, sameDay } from '../lib/time.js';
import { computed, nextTick, onMounted, onUnmounted, ref, watch } from '../vendor/vue.js';

const GAP = 5 * 60_000;
const PAGE = 120;
const NEAR_BOTTOM = 80;

export default {
  name: 'ChatPane',
  components: { ChatComposer, MessageRow, OutgoingRow, PersonSwitch, PictureView, SvgIcon },
  setup() {
    const scroller = ref(null);
    const list = ref(null);
    const composer = ref(null);
    const shown = ref(PAGE);
    const missed = ref(0);
    const enlarged = ref(null);
    let atBottom = true;

    const all = computed(() => messagesOf(state.open));
    const rows = computed(() => {
      const from = Math.max(0, all.value.length - shown.value);
      return all.value.slice(from).map((message, index, list) => ({
        message,
        stamp: needsStamp(list[index - 1], message) ? fullStamp(message.at, now.value) : '',
        fresh: message.id === state.newFrom,
      }));
    });
    const hidden = computed(() => Math.max(0, all.value.length - shown.value));
    const outgoing = computed(() => outgoingIn(state.me, state.open));
    const members = computed(() => (openedChat.value?.members ?? []).map((id) => personOf(id)?.name ?? id).join('、'));

    function needsStamp(before, message) {
      return !before || Math.abs(message.at - before.at) > GAP || !sameDay(before.at, message.at);
    }
    const toBottom = () =>
      nextTick(() => {
        if (scroller.value) scroller.value.scrollTop = scroller.value.scrollHeight;
        missed.value = 0;
      });
    function onScroll() {
      const box = scroller.value;
      atBottom = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_BOTTOM;
      if (atBottom) missed.value = 0;
    }
    watch(
      () => [state.me, state.open],
      () => {
        shown.value = PAGE;
        atBottom = true;
        toBottom();
      },
    );
    watch(
      () => all.value.length,
      (length, before) => {
        if (atBottom || all.value.at(-1)?.sender === state.me) toBottom();
        else if (length > before) missed.value += length - before;
      },
    );
    watch(
      () => outgoing.value.length,
      (length, before) => length > before && toBottom(),
    );
    // A card that grew, a taller composer, larger letters: whoever was at the end stays there.
    const resized = new ResizeObserver(() => {
      if (atBottom && scroller.value) scroller.value.scrollTop = scroller.value.scrollHeight;
    });
    watch([scroller, list], (boxes) => {
      resized.disconnect();
      for (const box of boxes) if (box) resized.observe(box);
    });
    onMounted(toBottom);
    onUnmounted(() => resized.disconnect());

    function quote(message) {
      sending.quotes[draftKey()] = message;
      nextTick(() => composer.value?.focus());
    }
    return {
      state,
      openedChat,
      members,
      rows,
      hidden,
      shown,
      PAGE,
      outgoing,
      scroller,
      list,
      composer,
      missed,
      enlarged,
      onScroll,
      toBottom,
      quote,
      openChat,
    };
  },
  template: /* html */ `
    <section v-if="openedChat" class="chat" :aria-label="'会话 ' + openedChat.name">
      <header class="chat-head">
        <button v-if="!state.wide" type="button" class="back" aria-label="回到会话列表" @click="openChat('')"><svg-icon name="back" /></button>
        <div class="chat-title">
          <h2>{{ openedChat.name }}<span v-if="!openedChat.private" class="chat-count">（{{ openedChat.members.length }}）</span></h2>
          <p v-if="openedChat.private" class="chat-hint">只有我和机器人看得到这里的话</p>
          <p v-else class="chat-hint" :title="members">{{ members }}</p>
        </div>
        <person-switch v-if="!state.wide" compact />
      </header>
      <div ref="scroller" class="scroller" tabindex="0" role="log" aria-label="消息" @scroll.passive="onScroll">
        <button v-if="hidden" type="button" class="older" @click="shown += PAGE">看更早的 {{ hidden }} 条</button>
        <ul ref="list" class="rows">
          <template v-for="row in rows" :key="row.message.id">
            <li v-if="row.stamp" class="stamp"><span>{{ row.stamp }}</span></li>
            <li v-if="row.fresh" class="fresh"><span>以下是新消息</span></li>
            <message-row :message="row.message" :group="!openedChat.private" @quote="quote" @enlarge="enlarged = $event" />
          </template>
          <outgoing-row v-for="item in outgoing" :key="'out' + item.key" :item="item" />
        </ul>
        <div v-if="rows.length === 0 && outgoing.length === 0" class="empty">
          <p v-if="openedChat.private">在这里说的话，只有你和机器人看得到。</p>
          <p v-else>群里还没有人说话。</p>
          <p>打一个“/”看看能做什么。</p>
        </div>
      </div>
      <button v-if="missed" type="button" class="missed" @click="toBottom">↓ {{ missed }} 条新消息</button>
      <div v-if="!state.bot.connected" class="bot-away" role="status"><svg-icon name="alert" />机器人没有连上，发出的话它现在收不到。</div>
      <chat-composer ref="composer" />
      <picture-view v-if="enlarged" :media="enlarged" @close="enlarged = null" />
    </section>
    <section v-else class="chat chat-none"><p>选一个会话</p></section>`,
};
