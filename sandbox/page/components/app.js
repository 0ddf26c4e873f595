// The whole page: who I am and my chats on the left, the open chat in the middle, first steps on the right.
import ChatList from './chat-list.js';
import ChatPane from './chat-pane.js';
import ClockPanel from './clock-panel.js';
import GuidePanel from './guide-panel.js';
import GuideStrip from './guide-strip.js';
import SvgIcon from './icons.js';
import PersonSwitch from './person-switch.js';
import { setBigText, setGuideOpen, state } from '../lib/store.js';

export default {
  name: 'LocalWecom',
  components: { ChatList, ChatPane, ClockPanel, GuidePanel, GuideStrip, PersonSwitch, SvgIcon },
  setup: () => ({ state, setBigText, setGuideOpen }),
  template: /* html */ `
    <p v-if="!state.ready" class="boot" role="status">
      {{ state.trouble || (state.streamLost ? '本地服务器还没有答应，正在等它…' : '正在打开本地企业微信…') }}
    </p>
    <div v-else class="frame" :class="{ 'guide-open': state.guideOpen }">
      <aside v-if="state.wide || !state.open" class="side">
        <person-switch />
        <chat-list />
        <footer class="side-foot">
          <span class="bot-state" :class="{ away: !state.bot.connected }" role="status">{{ state.bot.connected ? '● 机器人在线' : '○ 机器人没有连上' }}</span>
        </footer>
      </aside>
      <div class="top">
        <clock-panel />
        <div class="top-tools">
          <button type="button" class="top-button" :aria-pressed="state.bigText" @click="setBigText(!state.bigText)"><b aria-hidden="true">A</b><span>大字</span></button>
          <button type="button" class="top-button guide-button" :aria-pressed="state.guideOpen" @click="setGuideOpen(!state.guideOpen)"><svg-icon name="guide" /><span>跟着走</span></button>
        </div>
      </div>
      <guide-strip v-if="!state.wide && !state.guideOpen" />
      <main v-if="state.wide || state.open" class="middle"><chat-pane /></main>
      <guide-panel v-if="state.guideOpen" />
      <div v-if="state.streamLost" class="stream-lost" role="alert">与本地服务器断开了，正在重新连接…</div>
    </div>`,
};
