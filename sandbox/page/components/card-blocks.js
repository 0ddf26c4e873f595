// The quiet parts of a card: sender, quote, key figures, key–value lines, links.
import SvgIcon from './icons.js';
import { linkUrl, openUrl, safeImage, safeUrl } from '../lib/links.js';
import { personOf } from '../lib/store.js';
import { placeInWords } from '../lib/words.js';

const SOURCE_COLOURS = ['grey', 'black', 'red', 'green'];

export const CardSource = {
  name: 'CardSource',
  props: { source: { type: Object, required: true } },
  setup: () => ({ SOURCE_COLOURS, safeImage }),
  template: /* html */ `
    <div class="card-source" :class="'source-' + (SOURCE_COLOURS[source.desc_color] ?? 'grey')">
      <img v-if="safeImage(source.icon_url)" :src="safeImage(source.icon_url)" alt="" />
      <span>{{ source.desc }}</span>
    </div>`,
};

export const CardQuote = {
  name: 'CardQuote',
  props: { area: { type: Object, required: true } },
  setup: () => ({ openUrl, safeUrl }),
  template: /* html */ `
    <div class="card-quote">
      <div v-if="area.title" class="card-quote-title">{{ area.title }}</div>
      <div class="card-quote-text">{{ area.quote_text }}</div>
      <button v-if="area.type === 1 && safeUrl(area.url)" type="button" class="link-button" @click="openUrl(area.url)">打开原文</button>
    </div>`,
};

export const CardLines = {
  name: 'CardLines',
  props: { lines: { type: Array, required: true } },
  setup() {
    function member(line) {
      const person = personOf(line.userid);
      return person ? `${line.value || person.name}（${placeInWords(person)}）` : (line.value ?? line.userid);
    }
    return { linkUrl, member, safeUrl };
  },
  template: /* html */ `
    <dl class="card-lines">
      <div v-for="(line, index) in lines" :key="index">
        <dt>{{ line.keyname }}</dt>
        <dd>
          <a v-if="line.type === 1 && safeUrl(line.url)" :href="linkUrl(line.url)" target="_blank" rel="noopener noreferrer">{{ line.value || '打开' }}</a>
          <template v-else-if="line.type === 3">{{ member(line) }}</template>
          <template v-else>{{ line.value }}</template>
        </dd>
      </div>
    </dl>`,
};

export const CardJumps = {
  name: 'CardJumps',
  components: { SvgIcon },
  props: { jumps: { type: Array, required: true } },
  emits: ['ask'],
  setup: () => ({ linkUrl, safeUrl }),
  template: /* html */ `
    <ul class="card-jumps">
      <li v-for="(jump, index) in jumps" :key="index">
        <a v-if="jump.type === 1 && safeUrl(jump.url)" :href="linkUrl(jump.url)" target="_blank" rel="noopener noreferrer">
          {{ jump.title }}<svg-icon name="down" />
        </a>
        <button v-else-if="jump.type === 3" type="button" @click="$emit('ask', jump.question || jump.title)">
          {{ jump.title }}<svg-icon name="down" />
        </button>
        <span v-else>{{ jump.title }}<span v-if="jump.type === 2" class="card-note">（小程序，只在企业微信里打得开）</span></span>
      </li>
    </ul>`,
};

export const CardPicture = {
  name: 'CardPicture',
  props: { card: { type: Object, required: true } },
  setup: () => ({ safeImage }),
  template: /* html */ `
    <div class="card-picture">
      <img v-if="safeImage(card.card_image?.url)" :src="safeImage(card.card_image.url)" alt="卡片图片"
        :style="{ aspectRatio: card.card_image.aspect_ratio || 2.25 }" />
      <div v-else-if="card.card_image?.url" class="card-picture-away">[图片不在本机，练习场不去外面取]</div>
      <div v-if="card.image_text_area" class="card-image-text">
        <img v-if="safeImage(card.image_text_area.image_url)" :src="safeImage(card.image_text_area.image_url)" alt="" />
        <div><strong>{{ card.image_text_area.title }}</strong><p>{{ card.image_text_area.desc }}</p></div>
      </div>
      <div v-for="(line, index) in card.vertical_content_list ?? []" :key="index" class="card-vertical">
        <strong>{{ line.title }}</strong><p v-if="line.desc">{{ line.desc }}</p>
      </div>
    </div>`,
};
