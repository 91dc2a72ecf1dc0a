import { onHost, watchHost } from '../api/host.js';
import { onLanguage, translator } from './language.js';
import { words } from './words.js';

const say = translator(words);

/** One line on every view while the program does not answer. */
export function startBanner() {
  const banner = document.getElementById('gone');
  const name = () => {
    banner.textContent = say('gone');
  };
  onHost((gone) => {
    name();
    banner.hidden = !gone;
  });
  onLanguage(name);
  watchHost();
}
