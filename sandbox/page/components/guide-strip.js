// On phones, while the drawer is shut: the current step on one line, with its button.
import * as engine from '../guide/engine.js';
import { clock } from '../lib/clock.js';
import { setGuideOpen } from '../lib/store.js';
import { computed } from '../vendor/vue.js';

export default {
  name: 'GuideStrip',
  setup() {
    const { current, choosing, doing, steps } = engine;
    const place = computed(() => (current.value ? engine.placeOf(current.value) : null));
    const number = computed(() => steps.value.indexOf(current.value) + 1);
    return { ...engine, current, choosing, doing, clock, place, number, setGuideOpen };
  },
  template: /* html */ `
    <div v-if="current || choosing" class="guide-strip">
      <button type="button" class="strip-words" @click="setGuideOpen(true)">
        <template v-if="choosing">请选接下来怎么走</template>
        <template v-else><b>{{ number }}. {{ current.title }}</b><span v-if="place">{{ place.person.name }}</span></template>
      </button>
      <button v-if="current" type="button" class="primary" :disabled="!place || doing.step !== '' || clock.busy" @click="doFor(current)">
        {{ doing.step ? '正在做…' : '替我做' }}
      </button>
      <button v-else type="button" class="primary" @click="setGuideOpen(true)">去选</button>
    </div>`,
};
