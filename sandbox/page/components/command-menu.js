// The commands offered while "/" is being typed.
import SvgIcon from './icons.js';
import { nextTick, ref, watch } from '../vendor/vue.js';

export default {
  name: 'CommandMenu',
  components: { SvgIcon },
  props: { commands: { type: Array, required: true }, active: { type: Number, required: true } },
  emits: ['pick', 'hover', 'close'],
  setup(props) {
    const list = ref(null);
    watch(
      () => props.active,
      () => nextTick(() => list.value?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })),
    );
    return { list };
  },
  template: /* html */ `
    <div class="command-menu">
      <div class="command-head"><span>选一个命令，改一改再发</span>
        <button type="button" aria-label="收起命令" @mousedown.prevent @click="$emit('close')"><svg-icon name="close" /></button></div>
      <ul id="command-list" ref="list" role="listbox" aria-label="命令">
        <li v-for="(command, index) in commands" :id="'command-' + index" :key="command.name" role="option" :aria-selected="index === active"
          @mousedown.prevent @click="$emit('pick', command)" @mousemove="$emit('hover', index)">
          <b>/{{ command.name }}</b><span class="command-hint">{{ command.hint }}</span><span class="command-example">{{ command.example }}</span>
        </li>
      </ul>
    </div>`,
};
