// Line icons, drawn here so that nothing is loaded from elsewhere.
import { h } from '../vendor/vue.js';

const PATHS = {
  chat: 'M4 5h16v11H11l-5 4v-4H4z',
  guide: 'M5 4h11l3 3v13H5zM9 10h6M9 14h6',
  clock: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7v5l3.5 2',
  back: 'M15 5l-7 7 7 7',
  close: 'M6 6l12 12M18 6L6 18',
  down: 'M6 9l6 6 6-6',
  image: 'M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15.5 9.5h.01',
  file: 'M6 3h8l4 4v14H6zM14 3v4h4',
  at: 'M12 8.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM15.5 8.5v4.5c0 3 4.5 2.500 4.500-1.500a8 8 0 1 0-3 6.700',
  slash: 'M5 4h14v16H5zM14 8l-4 8',
  quote: 'M10 7H6v5h4v-2c0 3-1 4.500-3 5.500M18 7h-4v5h4v-2c0 3-1 4.500-3 5.500',
  copy: 'M8 8h11v12H8zM5 16V4h11',
  check: 'M5 12.500l4.500 4.500L19 7.500',
  search: 'M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM16 16l4.500 4.500',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  robot: 'M5 9h14v10H5zM12 9V5M12 4.500h.01M9 13.500h.01M15 13.500h.01M10 16.500h4',
  group:
    'M9 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM3 19c0-3.500 2.500-5.500 6-5.500s6 2 6 5.500M16 5.500a3 3 0 0 1 0 5.500M17.500 14c2.200.700 3.500 2.500 3.500 5',
  alert: 'M12 4l9 16H3zM12 10v4M12 17h.01',
};

export default {
  name: 'SvgIcon',
  props: { name: { type: String, required: true } },
  setup: (props) => () =>
    h(
      'svg',
      { class: ['icon', `icon-${props.name}`], viewBox: '0 0 24 24', 'aria-hidden': 'true', focusable: 'false' },
      [h('path', { d: PATHS[props.name] })],
    ),
};
