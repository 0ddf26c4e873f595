import type { PageLetter } from '../../src/contract/page.ts';
import { api } from './api.ts';
import type { WecomClient } from './wecom.ts';

/** The client of a phone opens files itself; where it will not, and everywhere else, the file is saved. @throws Refused */
export async function openLetter(number: string, letter: PageLetter, client: WecomClient | undefined): Promise<void> {
  if (client?.previewFile !== undefined) {
    const address = await api.letterAddress(number, letter.place);
    const isOpen = await client.previewFile(address).then(
      () => true,
      () => false,
    );
    if (isOpen) return;
  }
  save(await api.letter(number, letter.place), `${number} ${letter.name} ${letter.number}.docx`);
}

const KEPT_MS = 60_000;

function save(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), KEPT_MS);
}
