import { nextTick, onBeforeUnmount, onMounted, type Ref } from 'vue';

const FOCUSABLE =
  'button:not(:disabled), input:not(:disabled), textarea:not(:disabled), select, a[href], [tabindex="0"]';

/**
 * A sheet over the page is a dialog for who does not see it: it takes the focus when it opens, keeps it, is left by Escape, and gives
 * it back to what opened it (WAI-ARIA, dialog).
 */
export function useSheetFocus(heading: Ref<HTMLElement | undefined>, close: () => void) {
  const opener = document.activeElement;
  const focusHeading = async (): Promise<void> => {
    await nextTick();
    heading.value?.focus();
  };
  onMounted(focusHeading);
  onBeforeUnmount(() => {
    if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
  });

  function onKeydown(event: KeyboardEvent): void {
    if (event.key === 'Escape') close();
    if (event.key !== 'Tab') return;
    const inside = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>(FOCUSABLE)];
    const edge = event.shiftKey ? inside[0] : inside.at(-1);
    const isOutside = document.activeElement === heading.value && event.shiftKey;
    if (document.activeElement !== edge && !isOutside) return;
    event.preventDefault();
    (event.shiftKey ? inside.at(-1) : inside[0])?.focus();
  }
  return { focusHeading, onKeydown };
}
