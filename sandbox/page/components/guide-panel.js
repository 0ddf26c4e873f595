// First steps: the list of steps, the current one open with its button. On phones a drawer.
import FaceSquare from './avatar.js';
import SvgIcon from './icons.js';
import * as engine from '../guide/engine.js';
import { CHOICES, CHOICE_AFTER } from '../guide/steps.js';
import { clock } from '../lib/clock.js';
import { setGuideOpen, state } from '../lib/store.js';
import { placeInWords } from '../lib/words.js';
import { computed, nextTick, ref, watch } from '../vendor/vue.js';

export default {
  name: 'GuidePanel',
  components: { FaceSquare, SvgIcon },
  setup() {
    const list = ref(null);
    const { walk, doing, steps, current, choosing, finished } = engine;
    const count = computed(() => steps.value.filter((step) => walk.done[step.key]).length);
    const place = computed(() => (current.value ? engine.placeOf(current.value) : null));
    const words = computed(() => (current.value ? engine.wordsOf(current.value) : ''));
    const plays = computed(() => Boolean(current.value?.act.advance));

    function go(step) {
      if (!state.wide) setGuideOpen(false);
      engine.doFor(step);
    }
    watch(current, () => nextTick(() => list.value?.querySelector('.step.now')?.scrollIntoView({ block: 'nearest' })));
    const numberOf = (step) => steps.value.indexOf(step) + 1;
    return {
      ...engine,
      CHOICES,
      CHOICE_AFTER,
      clock,
      state,
      list,
      walk,
      doing,
      steps,
      current,
      choosing,
      finished,
      count,
      place,
      words,
      plays,
      go,
      numberOf,
      placeInWords,
      setGuideOpen,
    };
  },
  template: /* html */ `
    <div v-if="!state.wide" class="guide-shade" @click="setGuideOpen(false)"></div>
    <aside class="guide" aria-label="跟着走一遍" @keydown.esc="!state.wide && setGuideOpen(false)">
      <header class="guide-head">
        <h2>跟着走一遍</h2>
        <span v-if="walk.begun" class="guide-count">{{ count }} / {{ steps.length }}</span>
        <button type="button" class="guide-close" aria-label="收起" @click="setGuideOpen(false)"><svg-icon name="close" /></button>
      </header>
      <div v-if="walk.begun" class="guide-progress" aria-hidden="true"><span :style="{ width: (count / steps.length) * 100 + '%' }"></span></div>
      <div class="guide-scroll">
        <div v-if="!walk.begun" class="guide-hello">
          <p>这里是一台<b>练习用的企业微信</b>，人名地名都是虚构的，随便试，不会发到外面去。</p>
          <p>十来步，把一件来访从登记走到办结：一会儿当信访办，一会儿当领导，一会儿当承办单位，时钟也归你拨。</p>
          <p>每一步可以自己打字，也可以点“替我做这一步”。</p>
          <button type="button" class="primary wide" @click="begin">开始走</button>
        </div>
        <ol v-else ref="list" class="steps">
          <template v-for="step in steps" :key="step.key">
            <li class="step" :class="{ done: walk.done[step.key], now: step === current }" :aria-current="step === current ? 'step' : undefined">
              <span class="step-mark"><svg-icon v-if="walk.done[step.key] === 'done'" name="check" /><template v-else>{{ numberOf(step) }}</template></span>
              <div class="step-words">
                <h3>{{ step.title }}<span v-if="walk.done[step.key]" class="step-state">{{ walk.done[step.key] === 'done' ? '做到了' : '跳过了' }}</span></h3>
                <template v-if="step === current">
                  <p>{{ step.say }}</p>
                  <p v-if="place" class="step-who"><face-square :userid="place.person.userid" /><span><b>{{ place.person.name }}</b> {{ placeInWords(place.person) }}<br />在“{{ place.name }}”</span></p>
                  <p v-else class="step-told">这个镇里没有这一步要的人或群，请跳过。</p>
                  <pre v-if="words" class="step-command"><code>{{ words }}</code></pre>
                  <button v-if="doing.step === step.key && plays" type="button" class="primary wide" @click="halt">停下</button>
                  <button v-else type="button" class="primary wide" :disabled="!place || doing.step !== '' || clock.busy" @click="go(step)">
                    {{ doing.step === step.key ? '正在做…' : '替我做这一步' }}
                  </button>
                  <p v-if="doing.told" class="step-told" role="status">{{ doing.told }}</p>
                  <button type="button" class="link-button" :disabled="doing.step !== ''" @click="skip(step)">跳过这一步</button>
                </template>
              </div>
            </li>
            <li v-if="choosing && step.key === CHOICE_AFTER" class="step now choice">
              <span class="step-mark">?</span>
              <div class="step-words">
                <h3>接下来怎么走</h3>
                <button v-for="one in CHOICES" :key="one.key" type="button" class="choice-button" @click="choose(one.key)"><b>{{ one.title }}</b><span>{{ one.say }}</span></button>
              </div>
            </li>
          </template>
        </ol>
        <div v-if="finished" class="guide-end">
          <p><b>走完了。</b>接着可以随便试：打“/”看全部命令，或换一个人看看他能看到什么。</p>
        </div>
        <button v-if="walk.begun" type="button" class="link-button again" :disabled="doing.step !== ''" @click="begin">从头再走</button>
      </div>
    </aside>`,
};
