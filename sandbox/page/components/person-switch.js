// "我是…": pick whom to play. A button with a list box; arrow keys, Enter, Escape and typing a name work.
import FaceSquare from './avatar.js';
import SvgIcon from './icons.js';
import { becomePerson, me, state, unreadIn } from '../lib/store.js';
import { placeInWords } from '../lib/words.js';
import { computed, nextTick, ref } from '../vendor/vue.js';

export default {
  name: 'PersonSwitch',
  components: { FaceSquare, SvgIcon },
  props: { compact: Boolean },
  setup() {
    const open = ref(false);
    const active = ref(0);
    const filter = ref('');
    const button = ref(null);
    const field = ref(null);
    const list = ref(null);

    const found = computed(() => {
      const words = filter.value.trim();
      if (!words) return state.people;
      return state.people.filter((person) => `${person.name} ${placeInWords(person)}`.includes(words));
    });

    function show() {
      open.value = true;
      filter.value = '';
      active.value = Math.max(
        0,
        found.value.findIndex((person) => person.userid === state.me),
      );
      nextTick(() => {
        field.value?.focus();
        reveal();
      });
    }
    function hide(refocus = true) {
      open.value = false;
      if (refocus) nextTick(() => button.value?.focus());
    }
    function pick(person) {
      if (!person) return;
      becomePerson(person.userid);
      hide();
    }
    function move(step) {
      const count = found.value.length;
      if (count === 0) return;
      active.value = (active.value + step + count) % count;
      nextTick(reveal);
    }
    const reveal = () => list.value?.querySelector('[data-active="true"]')?.scrollIntoView({ block: 'nearest' });

    function onKey(event) {
      if (event.isComposing) return;
      if (event.key === 'ArrowDown') move(1);
      else if (event.key === 'ArrowUp') move(-1);
      else if (event.key === 'Enter') pick(found.value[active.value]);
      else if (event.key === 'Escape') hide();
      else return;
      event.preventDefault();
    }
    function onLeave(event) {
      if (!event.currentTarget.contains(event.relatedTarget)) hide(false);
    }
    return {
      state,
      me,
      open,
      active,
      filter,
      found,
      button,
      field,
      list,
      show,
      hide,
      pick,
      onKey,
      onLeave,
      placeInWords,
      unreadIn,
    };
  },
  template: /* html */ `
    <div class="person-switch" :class="{ compact }" @focusout="onLeave">
      <button ref="button" type="button" class="me-button" aria-haspopup="listbox" :aria-expanded="open" @click="open ? hide() : show()">
        <face-square :userid="state.me" />
        <span class="me-words">
          <span class="me-name"><span class="me-label">我是</span> {{ me?.name }}</span>
          <span v-if="!compact" class="me-place">{{ placeInWords(me) }}</span>
        </span>
        <svg-icon name="down" />
      </button>
      <div v-if="open" class="person-pop">
        <div class="person-find">
          <svg-icon name="search" />
          <input ref="field" v-model="filter" type="text" placeholder="找姓名、单位、职务" aria-label="找人" role="combobox"
            aria-expanded="true" aria-controls="person-list" :aria-activedescendant="'person-' + found[active]?.userid"
            @keydown="onKey" @input="active = 0" />
        </div>
        <ul id="person-list" ref="list" role="listbox" aria-label="选一个人来扮演">
          <li v-for="(person, index) in found" :id="'person-' + person.userid" :key="person.userid" role="option"
            :aria-selected="person.userid === state.me" :data-active="index === active" @mousedown.prevent @click="pick(person)" @mousemove="active = index">
            <face-square :userid="person.userid" />
            <span class="me-words">
              <span class="me-name">{{ person.name }}<span v-if="person.userid === state.me" class="it-is-me">（现在）</span></span>
              <span class="me-place">{{ placeInWords(person) }}</span>
            </span>
            <span v-if="person.userid !== state.me && unreadIn(person.userid, person.userid)" class="private-news">
              私聊 {{ unreadIn(person.userid, person.userid) }} 条未读
            </span>
          </li>
          <li v-if="found.length === 0" class="nobody">没有这个人</li>
        </ul>
      </div>
    </div>`,
};
