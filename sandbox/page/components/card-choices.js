// Where a card asks for a choice: check boxes, radio buttons, drop-downs. `modelValue` is {question_key: [option ids]}.

export const CardCheckbox = {
  name: 'CardCheckbox',
  props: {
    checkbox: { type: Object, required: true },
    group: { type: String, required: true },
    modelValue: { type: Object, required: true },
    locked: Boolean,
  },
  emits: ['update:modelValue'],
  setup(props, { emit }) {
    const chosen = () => props.modelValue[props.checkbox.question_key] ?? [];
    function toggle(id, on) {
      const others = props.checkbox.mode === 1 ? chosen().filter((one) => one !== id) : [];
      const ids = on ? [...others, id] : others;
      const ordered = props.checkbox.option_list.map((option) => option.id).filter((one) => ids.includes(one));
      emit('update:modelValue', { ...props.modelValue, [props.checkbox.question_key]: ordered });
    }
    return { chosen, toggle };
  },
  template: /* html */ `
    <fieldset class="card-checkbox" :disabled="locked || checkbox.disable">
      <legend>{{ checkbox.mode === 1 ? '可以选几项' : '只选一项' }}</legend>
      <label v-for="option in checkbox.option_list" :key="option.id" :class="{ chosen: chosen().includes(option.id) }">
        <input :type="checkbox.mode === 1 ? 'checkbox' : 'radio'" :name="group + checkbox.question_key" :value="option.id"
          :checked="chosen().includes(option.id)" @change="toggle(option.id, $event.target.checked)" />
        <span>{{ option.text }}</span>
      </label>
    </fieldset>`,
};

export const CardSelect = {
  name: 'CardSelect',
  props: { select: { type: Object, required: true }, modelValue: { type: Object, required: true }, locked: Boolean },
  emits: ['update:modelValue'],
  setup(props, { emit }) {
    const choose = (id) => emit('update:modelValue', { ...props.modelValue, [props.select.question_key]: [id] });
    return { choose };
  },
  template: /* html */ `
    <label class="card-select">
      <span>{{ select.title || '请选择' }}</span>
      <select :disabled="locked || select.disable" :value="modelValue[select.question_key]?.[0]" @change="choose($event.target.value)">
        <option v-for="option in select.option_list" :key="option.id" :value="option.id">{{ option.text }}</option>
      </select>
    </label>`,
};

/** What a card has chosen before anybody touched it. */
export function firstChoices(card) {
  const chosen = {};
  if (card.checkbox) {
    const ticked = card.checkbox.option_list.filter((option) => option.is_checked).map((option) => option.id);
    chosen[card.checkbox.question_key] = card.checkbox.mode === 1 ? ticked : ticked.slice(0, 1);
  }
  for (const select of [...(card.select_list ?? []), ...(card.button_selection ? [card.button_selection] : [])]) {
    const first = select.selected_id ?? select.option_list?.[0]?.id;
    chosen[select.question_key] = first === undefined ? [] : [first];
  }
  return chosen;
}
