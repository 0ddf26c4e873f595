import { describe, expect, test } from 'vitest';
import { checkCard } from '../../sandbox/server/wire/card.ts';
import { cardText } from '../../sandbox/server/control/card-view.ts';
import type { WecomError } from '../../sandbox/server/wire/errors.ts';
import { buttons, menu, news, notice, options, selects, vote } from './card-samples.ts';
import { buttonCard } from './support.ts';

function verdict(card: unknown): number {
  try {
    checkCard(card);
    return 0;
  } catch (error) {
    return (error as WecomError).code;
  }
}

describe('template cards: validation', () => {
  test.for([
    ['text_notice', notice],
    ['text_notice with sub_title_text only', { ...notice, main_title: {}, sub_title_text: '正文' }],
    ['text_notice with menu and task_id', { ...notice, action_menu: menu(['a', 'b', 'c']), task_id: 't_@-1' }],
    ['news_notice', news],
    ['news_notice with image_text_area', { ...notice, card_type: 'news_notice', image_text_area: { image_url: 'u' } }],
    ['button_interaction', buttons],
    [
      'button_interaction with selection',
      { ...buttons, button_selection: { question_key: 'q', option_list: options(10) } },
    ],
    ['vote_interaction', vote],
    ['multiple_interaction', selects],
  ] as const)('accepts %s', ([, card]) => {
    expect(verdict(card)).toBe(0);
  });

  test.for([
    ['no card', undefined, 40058],
    ['card_type unknown', { ...notice, card_type: 'poem' }, 42031],
    ['title missing', { ...notice, main_title: {} }, 42033],
    ['sub_title_text does not replace a button card title', { ...buttons, main_title: {}, sub_title_text: 'x' }, 42033],
    ['title of a wrong type', { ...notice, main_title: { title: 12 } }, 40058],
    ['card_action missing', { ...notice, card_action: undefined }, 42045],
    ['card_action type 0 on a notice', { ...notice, card_action: { type: 0 } }, 42045],
    ['card_action url missing', { ...notice, card_action: { type: 1 } }, 42028],
    ['card_action appid missing', { ...notice, card_action: { type: 2 } }, 42030],
    ['task_id missing on buttons', { ...buttons, task_id: undefined }, 42014],
    ['task_id missing with action_menu', { ...notice, action_menu: menu(['a']) }, 42014],
    ['task_id with forbidden signs', { ...buttons, task_id: '任务1' }, 42014],
    ['task_id over 128 bytes', { ...buttons, task_id: 'x'.repeat(129) }, 42014],
    ['action_menu with 4 items', { ...notice, task_id: 't', action_menu: menu(['a', 'b', 'c', 'd']) }, 40058],
    ['action_menu keys clash', { ...notice, task_id: 't', action_menu: menu(['a', 'a']) }, 42051],
    ['action_menu key clashes with a button', { ...buttons, action_menu: menu(['sign']) }, 42051],
    ['7 rows', { ...notice, horizontal_content_list: Array(7).fill({ keyname: 'k' }) }, 42035],
    ['row without keyname', { ...notice, horizontal_content_list: [{ value: 'v' }] }, 42027],
    ['row link without url', { ...notice, horizontal_content_list: [{ keyname: 'k', type: 1 }] }, 42028],
    ['row attachment', { ...notice, horizontal_content_list: [{ keyname: 'k', type: 2 }] }, 42029],
    ['row member without userid', { ...notice, horizontal_content_list: [{ keyname: 'k', type: 3 }] }, 42050],
    ['4 jumps', { ...notice, jump_list: Array(4).fill({ title: 't' }) }, 42042],
    ['jump without title', { ...notice, jump_list: [{ type: 0 }] }, 42033],
    ['jump without url', { ...notice, jump_list: [{ type: 1, title: 't' }] }, 42028],
    ['jump question too long', { ...notice, jump_list: [{ type: 3, title: 't', question: '问'.repeat(67) }] }, 40058],
    ['quote area without url', { ...notice, quote_area: { type: 1 } }, 42028],
    ['source colour unknown', { ...notice, source: { desc_color: 9 } }, 40058],
    ['news without picture', { ...notice, card_type: 'news_notice' }, 42044],
    ['picture without url', { ...news, card_image: {} }, 42044],
    ['picture too wide', { ...news, card_image: { url: 'u', aspect_ratio: 3 } }, 40058],
    ['5 vertical rows', { ...news, vertical_content_list: Array(5).fill({ title: 't' }) }, 42036],
    ['no buttons', { ...buttons, button_list: [] }, 40016],
    ['7 buttons', { ...buttons, button_list: Array(7).fill({ text: 't', key: 'k' }) }, 40016],
    ['button without text', { ...buttons, button_list: [{ key: 'k' }] }, 42038],
    ['button without key', { ...buttons, button_list: [{ text: 't' }] }, 42039],
    ['button key too long', { ...buttons, button_list: [{ text: 't', key: 'k'.repeat(1025) }] }, 42018],
    ['button keys equal', { ...buttons, button_list: Array(2).fill({ text: 't', key: 'k' }) }, 42018],
    ['button style unknown', { ...buttons, button_list: [{ text: 't', key: 'k', style: 5 }] }, 40058],
    ['selection without question_key', { ...buttons, button_selection: { option_list: options(1) } }, 42043],
    ['vote without checkbox', { ...vote, checkbox: undefined }, 42043],
    ['vote with 21 options', { ...vote, checkbox: { question_key: 'q', option_list: options(21) } }, 42037],
    ['option without id', { ...vote, checkbox: { question_key: 'q', option_list: [{ text: 't' }] } }, 42040],
    ['option without text', { ...vote, checkbox: { question_key: 'q', option_list: [{ id: 'i' }] } }, 42041],
    ['submit text missing', { ...vote, submit_button: { key: 'k' } }, 42049],
    ['submit key missing', { ...vote, submit_button: { text: 't' } }, 42046],
    ['4 selects', { ...selects, select_list: Array(4).fill(selects.select_list[0]) }, 42047],
    ['select with 11 options', { ...selects, select_list: [{ question_key: 'q', option_list: options(11) }] }, 42037],
    ['question keys equal', { ...selects, select_list: Array(2).fill(selects.select_list[0]) }, 42043],
  ] as const)('refuses: %s', ([, card, code]) => {
    expect(verdict(card)).toBe(code);
  });

  test('the plain text of a card has everything readable on it', () => {
    const card = {
      ...buttonCard('t'),
      source: { desc: '信访助手' },
      main_title: { title: 'FJ2026-0012', desc: '农村农业' },
      sub_title_text: '路灯不亮',
      horizontal_content_list: [{ keyname: '到期', value: '3月9日' }],
    };
    expect(cardText(card)).toBe('信访助手\nFJ2026-0012\n农村农业\n路灯不亮\n到期：3月9日\n［签收］［退回］');
  });
});
