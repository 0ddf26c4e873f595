// What is inside a bubble: text, markdown, a card, a picture or a file.
import { MarkdownView, PlainText } from './markdown-view.js';
import SvgIcon from './icons.js';
import TemplateCard from './template-card.js';
import { safeImage, safeUrl } from '../lib/links.js';
import { sizeInWords } from '../lib/words.js';
import { computed } from '../vendor/vue.js';

export default {
  name: 'MessageBody',
  components: { MarkdownView, PlainText, SvgIcon, TemplateCard },
  props: { message: { type: Object, required: true } },
  emits: ['enlarge'],
  setup(props) {
    const extension = computed(
      () => /\.([a-z0-9]{1,5})$/i.exec(props.message.media?.name ?? '')?.[1]?.toUpperCase() ?? '文件',
    );
    return { extension, safeImage, safeUrl, sizeInWords };
  },
  template: /* html */ `
    <template-card v-if="message.kind === 'card'" :message="message" />
    <button v-else-if="message.kind === 'image'" type="button" class="picture" :aria-label="'放大图片 ' + (message.media?.name ?? '')"
      @click="$emit('enlarge', message.media)">
      <img v-if="safeImage(message.media?.url)" :src="safeImage(message.media.url)" :alt="message.media?.name || '图片'" />
      <span v-else>[图片]</span>
    </button>
    <a v-else-if="message.kind === 'file'" class="file" :href="safeUrl(message.media?.url) ?? undefined" :download="message.media?.name || ''">
      <span class="file-words"><span class="file-name">{{ message.media?.name || '文件' }}</span><span class="file-size">{{ sizeInWords(message.media?.size) }} · 点击下载</span></span>
      <span class="file-sign" aria-hidden="true"><svg-icon name="file" /><b>{{ extension }}</b></span>
    </a>
    <div v-else class="bubble">
      <div v-if="message.quote?.text" class="quoted">{{ message.quote.text }}</div>
      <markdown-view v-if="message.kind === 'markdown'" :text="message.text" />
      <plain-text v-else :text="message.text" />
    </div>`,
};
