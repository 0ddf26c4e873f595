// A coloured square with the surname; the bot has a face of its own, a group a sign.
import SvgIcon from './icons.js';
import { personOf } from '../lib/store.js';
import { colourOf } from '../lib/words.js';
import { computed } from '../vendor/vue.js';

export default {
  name: 'FaceSquare',
  components: { SvgIcon },
  props: { userid: { type: String, default: '' }, kind: { type: String, default: 'person' } },
  setup(props) {
    const person = computed(() => (props.kind === 'person' ? personOf(props.userid) : undefined));
    const sign = computed(() => (props.kind === 'group' ? 'group' : 'robot'));
    return { person, sign, colourOf };
  },
  template: /* html */ `
    <span v-if="person" class="face" :style="{ background: colourOf(person.userid) }" aria-hidden="true">{{ person.name.slice(0, 1) }}</span>
    <span v-else class="face" :class="'face-' + sign" aria-hidden="true"><svg-icon :name="sign" /></span>`,
};
