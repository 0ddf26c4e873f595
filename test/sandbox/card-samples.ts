/** One valid card of each kind, to send or to break. */
import { buttonCard } from './support.ts';

const link = { type: 1, url: 'https://example.com/h5' };
export const notice = { card_type: 'text_notice', main_title: { title: '提醒' }, card_action: link };
export const options = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ id: `o${index}`, text: `${index}` }));
export const vote = {
  card_type: 'vote_interaction',
  main_title: { title: '选办法' },
  task_id: 'v1',
  checkbox: { question_key: 'q', mode: 1, option_list: options(3) },
  submit_button: { text: '提交', key: 'ok' },
};
export const selects = {
  card_type: 'multiple_interaction',
  main_title: { title: '交办' },
  task_id: 'm1',
  select_list: [
    { question_key: 'unit', title: '单位', option_list: options(3), selected_id: 'o1' },
    { question_key: 'days', title: '期限', option_list: options(2) },
  ],
  submit_button: { text: '提交', key: 'ok' },
};
export const news = { ...notice, card_type: 'news_notice', card_image: { url: 'https://example.com/a.png' } };
export const buttons = buttonCard('b1');
export const menu = (keys: string[]) => ({
  desc: '更多',
  action_list: keys.map((key) => ({ text: key, key })),
});
