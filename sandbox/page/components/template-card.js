// One WeCom template card, of any of the five kinds, with its buttons at work.
import { CardJumps, CardLines, CardPicture, CardQuote, CardSource } from './card-blocks.js';
import { CardCheckbox, CardSelect, firstChoices } from './card-choices.js';
import SvgIcon from './icons.js';
import { openUrl, safeUrl } from '../lib/links.js';
import { press, send } from '../lib/sending.js';
import { state } from '../lib/store.js';
import { computed, ref, watch } from '../vendor/vue.js';

export default {
  name: 'TemplateCard',
  components: { CardCheckbox, CardJumps, CardLines, CardPicture, CardQuote, CardSelect, CardSource, SvgIcon },
  props: { message: { type: Object, required: true } },
  setup(props) {
    const card = computed(() => props.message.card ?? {});
    const chosen = ref({});
    const menuOpen = ref(false);
    const waiting = ref('');
    const refused = ref('');

    // A changed card starts over; the same card sent again (an unrelated update) keeps what was chosen.
    watch(
      () => JSON.stringify(card.value),
      () => {
        chosen.value = firstChoices(card.value);
        refused.value = '';
      },
      { immediate: true },
    );

    const replaced = computed(() => card.value.replace_text || card.value.submit_button?.replace_text || '');
    const disabled = computed(() => {
      const questions = [card.value.checkbox, ...(card.value.select_list ?? [])].filter(Boolean);
      return questions.length > 0 && questions.every((question) => question.disable);
    });
    const locked = computed(() => replaced.value !== '' || waiting.value !== '' || disabled.value);
    const told = computed(() => {
      const { by, key } = props.message.clicked ?? {};
      const actions = [
        ...(card.value.button_list ?? []),
        ...(card.value.action_menu?.action_list ?? []),
        card.value.submit_button,
      ];
      const label = actions.find((action) => action?.key === key)?.text;
      return by === state.me && label ? `我点过“${label}”` : '';
    });
    const asks = computed(() => Boolean(card.value.checkbox || card.value.select_list || card.value.button_selection));

    const nothingChosen = () => Object.values(chosen.value).some((ids) => ids.length === 0);

    async function click(key) {
      if (waiting.value) return;
      menuOpen.value = false;
      if (card.value.submit_button?.key === key && nothingChosen()) {
        refused.value = '请先选一项。';
        return;
      }
      waiting.value = key;
      refused.value = '';
      const reason = await press({ messageId: props.message.id, key, selected: asks.value ? chosen.value : undefined });
      waiting.value = '';
      refused.value = reason && `没有办成：${reason}`;
    }
    function openCard() {
      if (card.value.card_action?.type === 1) openUrl(card.value.card_action.url);
    }
    const opens = computed(() => card.value.card_action?.type === 1 && safeUrl(card.value.card_action.url) !== null);
    const ask = (text) => send({ text });
    const leaveMenu = (event) => {
      if (!event.currentTarget.contains(event.relatedTarget)) menuOpen.value = false;
    };
    return { card, chosen, menuOpen, waiting, told, refused, replaced, locked, click, openCard, opens, ask, leaveMenu };
  },
  template: /* html */ `
    <article class="card" :class="'card-' + card.card_type">
      <header v-if="card.source || card.action_menu" class="card-head">
        <card-source v-if="card.source" :source="card.source" />
        <div v-if="card.action_menu" class="card-menu" @focusout="leaveMenu" @keydown.esc="menuOpen = false">
          <button type="button" class="card-more" :aria-label="card.action_menu.desc || '更多操作'" :aria-expanded="menuOpen" @click="menuOpen = !menuOpen">
            <svg-icon name="more" />
          </button>
          <ul v-if="menuOpen" class="card-menu-list">
            <li v-for="action in card.action_menu.action_list" :key="action.key">
              <button type="button" @mousedown.prevent @click="click(action.key)">{{ action.text }}</button>
            </li>
          </ul>
        </div>
      </header>
      <div class="card-body">
        <h3 v-if="card.main_title?.title" class="card-title">{{ card.main_title.title }}</h3>
        <p v-if="card.main_title?.desc" class="card-desc">{{ card.main_title.desc }}</p>
        <card-picture v-if="card.card_type === 'news_notice'" :card="card" />
        <div v-if="card.emphasis_content" class="card-emphasis">
          <strong>{{ card.emphasis_content.title }}</strong><span>{{ card.emphasis_content.desc }}</span>
        </div>
        <card-quote v-if="card.quote_area" :area="card.quote_area" />
        <p v-if="card.sub_title_text" class="card-sub">{{ card.sub_title_text }}</p>
        <card-lines v-if="card.horizontal_content_list?.length" :lines="card.horizontal_content_list" />
        <card-checkbox v-if="card.checkbox" v-model="chosen" :checkbox="card.checkbox" :group="message.id" :locked="locked" />
        <card-select v-for="select in card.select_list ?? []" :key="select.question_key" v-model="chosen" :select="select" :locked="locked" />
        <card-select v-if="card.button_selection" v-model="chosen" :select="card.button_selection" :locked="locked" />
      </div>
      <card-jumps v-if="card.jump_list?.length" :jumps="card.jump_list" @ask="ask" />
      <button v-if="opens" type="button" class="card-open" @click="openCard">查看详情<svg-icon name="down" /></button>
      <footer v-if="replaced || card.button_list || card.submit_button" class="card-foot">
        <button v-if="replaced" type="button" class="card-button style-done" disabled>{{ replaced }}</button>
        <template v-else-if="card.submit_button">
          <button type="button" class="card-button style-1" :disabled="locked" @click="click(card.submit_button.key)">
            {{ waiting ? '正在提交…' : disabled ? '已停用' : card.submit_button.text || '提交' }}
          </button>
        </template>
        <template v-else>
          <button v-for="button in card.button_list" :key="button.key" type="button" class="card-button"
            :class="button.replace_text || button.disable ? 'style-done' : 'style-' + (button.style || 1)"
            :disabled="locked || Boolean(button.replace_text || button.disable)" @click="click(button.key)">
            {{ button.replace_text || (waiting === button.key ? '请稍候…' : button.text) }}
          </button>
        </template>
      </footer>
      <p v-if="refused" class="card-refused" role="alert"><svg-icon name="alert" />{{ refused }}</p>
      <p v-else-if="told && !replaced" class="card-told" role="status"><svg-icon name="check" />{{ told }}</p>
    </article>`,
};
