// A picture, large; Escape or a click closes it.
import { safeImage } from '../lib/links.js';
import { onMounted, ref } from '../vendor/vue.js';

export default {
  name: 'PictureView',
  props: { media: { type: Object, required: true } },
  emits: ['close'],
  setup() {
    const dialog = ref(null);
    onMounted(() => dialog.value.showModal());
    return { dialog, safeImage };
  },
  template: /* html */ `
    <dialog ref="dialog" class="picture-view" aria-label="图片" @close="$emit('close')" @click="dialog.close()">
      <img v-if="safeImage(media.url)" :src="safeImage(media.url)" :alt="media.name || '图片'" />
      <div class="picture-bar">
        <span>{{ media.name }}</span>
        <a v-if="safeImage(media.url)" :href="safeImage(media.url)" :download="media.name || '图片'" @click.stop>保存</a>
        <button type="button">关闭</button>
      </div>
    </dialog>`,
};
