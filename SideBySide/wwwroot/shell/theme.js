import { recall, remember } from './remembered.js';

/** Light, dark, or as the system has it; the style sheet does the rest. */
export function startTheme() {
  const buttons = [...document.querySelectorAll('[data-theme-choice]')];
  const apply = (choice) => {
    document.documentElement.dataset.theme = choice;
    for (const button of buttons) button.setAttribute('aria-pressed', String(button.dataset.themeChoice === choice));
  };
  for (const button of buttons) {
    button.addEventListener('click', () => {
      remember('theme', button.dataset.themeChoice);
      apply(button.dataset.themeChoice);
    });
  }
  apply(['light', 'dark'].includes(recall('theme')) ? recall('theme') : 'auto');
}
