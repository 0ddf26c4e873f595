// Where a message is written: Enter sends, Shift+Enter makes a new line, "/" opens the commands.
import CommandMenu from './command-menu.js';
import SvgIcon from './icons.js';
import { now } from '../lib/clock.js';
import { commandsHere, matching } from '../lib/commands.js';
import { previewOf } from '../lib/preview.js';
import { draftKey, send, sendFile, sending } from '../lib/sending.js';
import { isBot, messagesOf, openedChat, personOf, state } from '../lib/store.js';
import { computed, nextTick, ref, watch } from '../vendor/vue.js';

const MAX_HEIGHT = 180;

export default {
  name: 'ChatComposer',
  components: { CommandMenu, SvgIcon },
  setup(_props, { expose }) {
    const area = ref(null);
    const chooser = ref(null);
    const active = ref(0);
    const dismissed = ref(false);
    const listAll = ref(false);

    const text = computed({
      get: () => sending.drafts[draftKey()] ?? '',
      set: (value) => {
        sending.drafts[draftKey()] = value;
      },
    });
    const quote = computed(() => sending.quotes[draftKey()]);
    const quoteOf = computed(() =>
      quote.value && isBot(quote.value.sender) ? state.bot.name : personOf(quote.value?.sender)?.name,
    );
    const offered = computed(() => {
      if (!listAll.value && (dismissed.value || !/^[/／、]/.test(text.value))) return [];
      const commands = commandsHere(messagesOf(state.open), now.value);
      return listAll.value ? commands : matching(commands, text.value);
    });
    const mention = computed(() => {
      if (openedChat.value?.private) return '';
      if (/^\s*[/／、]/.test(text.value)) return '以“/”开头的话';
      return text.value.trim() && quote.value && isBot(quote.value.sender) ? '引用机器人的话' : '';
    });

    watch(text, () => {
      active.value = 0;
      dismissed.value = false;
      listAll.value = false;
      nextTick(fit);
    });
    watch(
      () => [state.me, state.open],
      () => nextTick(fit),
    );

    function fit() {
      if (!area.value) return;
      area.value.style.height = 'auto';
      area.value.style.height = `${Math.min(MAX_HEIGHT, area.value.scrollHeight)}px`;
    }
    const focus = () => area.value?.focus();
    expose({ focus });

    function submit() {
      const words = text.value.trim();
      if (!words) return;
      const quoted = quote.value;
      text.value = '';
      dropQuote();
      send({ text: words, quote: quoted });
      focus();
    }
    function dropQuote() {
      delete sending.quotes[draftKey()];
    }
    function pick(command) {
      text.value = command.example;
      nextTick(() => {
        focus();
        dismissed.value = true;
        area.value.setSelectionRange(command.name.length + 2, command.example.length);
      });
    }
    function onKey(event) {
      if (event.isComposing || event.keyCode === 229) return;
      if (offered.value.length > 0 && menuKey(event)) return;
      if (event.key === 'Enter' && !event.shiftKey) {
        event.preventDefault();
        submit();
      } else if (event.key === 'Escape' && quote.value) {
        dropQuote();
      }
    }
    function menuKey(event) {
      const count = offered.value.length;
      const picks = event.key === 'Tab' || (event.key === 'Enter' && !event.shiftKey && !isWhole());
      if (event.key === 'ArrowDown') active.value = (active.value + 1) % count;
      else if (event.key === 'ArrowUp') active.value = (active.value - 1 + count) % count;
      else if (picks) pick(offered.value[active.value]);
      else if (event.key === 'Escape') closeMenu();
      else return false;
      event.preventDefault();
      return true;
    }
    /** "/今天" typed in full: Enter sends it rather than picking it once more. */
    const isWhole = () => offered.value[active.value]?.example === text.value;
    function closeMenu() {
      dismissed.value = true;
      listAll.value = false;
    }
    function openMenu() {
      listAll.value = !listAll.value;
      active.value = 0;
      focus();
    }
    function addMention() {
      const sign = `@${state.bot.name} `;
      if (!text.value.startsWith(sign)) text.value = sign + text.value;
      focus();
    }
    function onFiles(files) {
      for (const file of files) sendFile(file);
      if (chooser.value) chooser.value.value = '';
    }
    function onPaste(event) {
      const files = [...(event.clipboardData?.files ?? [])];
      if (files.length === 0) return;
      event.preventDefault();
      onFiles(files);
    }
    return {
      state,
      openedChat,
      area,
      chooser,
      active,
      text,
      quote,
      quoteOf,
      offered,
      mention,
      previewOf,
      submit,
      dropQuote,
      pick,
      onKey,
      openMenu,
      closeMenu,
      addMention,
      onFiles,
      onPaste,
    };
  },
  template: /* html */ `
    <form class="composer" @submit.prevent="submit" @dragover.prevent @drop.prevent="onFiles($event.dataTransfer.files)">
      <command-menu v-if="offered.length" :commands="offered" :active="active" @pick="pick" @hover="active = $event" @close="closeMenu" />
      <div class="tools">
        <button type="button" class="tool-button" @click="openMenu" @mousedown.prevent><svg-icon name="slash" /><span>命令</span></button>
        <button v-if="!openedChat.private" type="button" class="tool-button" :aria-label="'@' + state.bot.name" @click="addMention"><svg-icon name="at" /><span>机器人</span></button>
        <button type="button" class="tool-button" @click="chooser.click()"><svg-icon name="image" /><span>图片/文件</span></button>
        <input ref="chooser" type="file" multiple hidden aria-hidden="true" @change="onFiles($event.target.files)" />
      </div>
      <div v-if="quote" class="quote-preview">
        <span class="quote-words"><b>{{ quoteOf }}：</b>{{ previewOf(quote) }}</span>
        <button type="button" aria-label="不引用了" @click="dropQuote"><svg-icon name="close" /></button>
      </div>
      <div class="write">
        <textarea ref="area" v-model="text" rows="2" :placeholder="state.wide ? '输入消息，Enter 发送，Shift+Enter 换行；打“/”看命令' : '输入消息；打“/”看命令'"
          aria-label="消息" aria-autocomplete="list" :aria-expanded="offered.length > 0" aria-controls="command-list"
          :aria-activedescendant="offered.length ? 'command-' + active : undefined" @keydown="onKey" @paste="onPaste"></textarea>
        <button type="submit" class="send" :disabled="!text.trim()">发送</button>
      </div>
      <p v-if="mention" class="mention-hint">{{ mention }}在群里会自动带上 <b>@{{ state.bot.name }}</b></p>
    </form>`,
};
