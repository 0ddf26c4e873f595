// A message on its way out, or one that was refused: the reason in place, the text kept for another try.
import FaceSquare from './avatar.js';
import SvgIcon from './icons.js';
import { discard, retry } from '../lib/sending.js';

export default {
  name: 'OutgoingRow',
  components: { FaceSquare, SvgIcon },
  props: { item: { type: Object, required: true } },
  setup: () => ({ discard, retry }),
  template: /* html */ `
    <li class="row mine outgoing" :class="{ failed: item.failed }">
      <face-square :userid="item.from" />
      <div class="row-content">
        <div class="row-line">
          <div class="bubble"><span class="plain">{{ item.file ? '[文件] ' + item.file.name : item.text }}</span></div>
        </div>
        <div v-if="item.failed" class="failure" role="alert">
          <svg-icon name="alert" /><span>没有发出：{{ item.failed }}</span>
          <button type="button" class="link-button" @click="retry(item)">再发一次</button>
          <button type="button" class="link-button" @click="discard(item)">不发了</button>
        </div>
        <div v-else class="on-way" role="status">正在发送…</div>
      </div>
    </li>`,
};
