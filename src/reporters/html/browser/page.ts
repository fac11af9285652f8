import { element } from '../../../support/markup.ts';
import type { PageData } from '../page-data.ts';
import { exploreBurst } from './burst-explorer.ts';
import { mount } from './mount.ts';

/** What scripts add to a page that can be read without them: looking closer, copying, and opening everything for print. */
const data = JSON.parse(document.querySelector('#page-data')?.textContent ?? '') as PageData;

for (const place of document.querySelectorAll<HTMLElement>('.burst')) {
  const scenario = data.scenarios[Number(place.dataset['scenario'])];
  if (scenario !== undefined) exploreBurst(place, scenario.rounds, scenario.shown);
}

for (const command of document.querySelectorAll('.command')) {
  const button = mount(element('button', { type: 'button' }, 'Copy')) as HTMLButtonElement;
  button.addEventListener('click', () => void copy(command, button));
  command.append(button);
}

async function copy(command: Element, button: HTMLButtonElement): Promise<void> {
  const code = command.querySelector('code');
  if (code === null) return;
  try {
    await navigator.clipboard.writeText(code.textContent);
    button.textContent = 'Copied';
  } catch {
    // No clipboard for a page from disk in this browser: the text is selected instead, for Ctrl+C.
    getSelection()?.selectAllChildren(code);
    button.textContent = 'Selected';
  }
}

addEventListener('beforeprint', () => {
  for (const closed of document.querySelectorAll('details')) closed.open = true;
});
