import { make } from './dom.js';
import { translator } from './language.js';
import { speak } from './spoken.js';
import { words } from './words.js';

const say = translator(words);

/** A line to paste into a terminal, with a button that copies it. */
export function copyable(line) {
  const code = make('code', {}, line);
  return make('div.command', {}, make('pre', {}, code), copyButton(say('copy'), () => line, code));
}

/** A button that copies a text; without a clipboard it selects the place where the text stands. */
export function copyButton(name, text, place, label = null) {
  const button = make('button.quiet', { type: 'button', 'aria-label': label, click: copy }, name);
  async function copy() {
    let outcome = 'copied';
    try {
      await navigator.clipboard.writeText(text());
    } catch {
      // No clipboard for pages that are not from this machine: select it, so that a key stroke is enough.
      if (place) getSelection().selectAllChildren(place);
      outcome = 'copyFailed';
    }
    button.textContent = say(outcome);
    speak(say(outcome));
    setTimeout(() => {
      button.textContent = name;
    }, 2000);
  }
  return button;
}
