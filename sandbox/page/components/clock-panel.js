// The virtual clock: what it shows, and the buttons that move it. One move at a time.
import SvgIcon from './icons.js';
import { clock, moveClock, now } from '../lib/clock.js';
import { dayOf, isoMoment, longDayOf, nextMondayAt, timeOf, tomorrowAt, weekdayOf } from '../lib/time.js';
import { state } from '../lib/store.js';
import { computed, ref } from '../vendor/vue.js';

const MOVES = [
  { label: '+1小时', move: () => ({ advance: 'PT1H' }) },
  { label: '到明早 8:40', move: (at) => ({ now: isoMoment(tomorrowAt(at, 8, 40)) }) },
  { label: '+1天', move: () => ({ advance: 'P1D' }) },
  { label: '+1周', move: () => ({ advance: 'P1W' }) },
  { label: '到下周一 9:10', move: (at) => ({ now: isoMoment(nextMondayAt(at, 9, 10)) }) },
];

export default {
  name: 'ClockPanel',
  components: { SvgIcon },
  setup() {
    const sheet = ref(false);
    const custom = ref(false);
    const moment = ref('');
    const day = computed(() => longDayOf(now.value));
    const weekday = computed(() => weekdayOf(now.value));
    const time = computed(() => timeOf(now.value));
    const short = computed(() => dayOf(now.value));
    const backwards = computed(() => moment.value !== '' && Date.parse(`${moment.value}:00+08:00`) < now.value);

    async function go(move) {
      custom.value = false;
      await moveClock(move);
    }
    function chooseMoment() {
      custom.value = !custom.value;
      moment.value = isoMoment(tomorrowAt(now.value, 8, 40)).slice(0, 16);
    }
    const goCustom = () => moment.value && go({ now: `${moment.value}:00+08:00` });
    return {
      state,
      clock,
      now,
      MOVES,
      sheet,
      custom,
      moment,
      day,
      weekday,
      time,
      short,
      backwards,
      go,
      chooseMoment,
      goCustom,
    };
  },
  template: /* html */ `
    <section class="clock" :class="{ playing: clock.busy, sheet: !state.wide && sheet }" aria-label="虚拟时钟">
      <button v-if="!state.wide" type="button" class="clock-chip" :aria-expanded="sheet" @click="sheet = !sheet">
        <svg-icon name="clock" /><span>{{ short }} {{ time }}</span><svg-icon name="down" />
      </button>
      <div v-if="state.wide || sheet" class="clock-box">
        <div v-if="state.wide" class="clock-face">
          <svg-icon name="clock" />
          <span class="clock-day">{{ day }} <b>{{ weekday }}</b></span><span class="clock-time">{{ time }}</span>
        </div>
        <div class="clock-moves" role="group" aria-label="拨动时钟">
          <span class="clock-label">拨动时间</span>
          <button v-for="one in MOVES" :key="one.label" type="button" :disabled="clock.busy" @click="go(one.move(now))">{{ one.label }}</button>
          <button type="button" :disabled="clock.busy" :aria-expanded="custom" @click="chooseMoment">自选…</button>
          <form v-if="custom" class="clock-custom" @submit.prevent="goCustom">
            <label>拨到 <input v-model="moment" type="datetime-local" required /></label>
            <button type="submit" class="primary" :disabled="clock.busy || !moment">出发</button>
            <p v-if="backwards">这是往回拨：已经提醒过的不会再提醒。</p>
          </form>
        </div>
        <p v-if="clock.error" class="clock-error" role="alert"><svg-icon name="alert" />时间没有拨动：{{ clock.error }}</p>
      </div>
      <div v-if="clock.busy" class="clock-busy" role="status"><span class="clock-bar" aria-hidden="true"></span>时间正在前进…　现在是 {{ short }} {{ time }}</div>
    </section>`,
};
