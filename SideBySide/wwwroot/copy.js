import { make } from './dom.js';
import { say } from './language.js';

/** A line to paste into a terminal, with a button that copies it. */
export function copyable(line) {
  const code = make('code', {}, line);
  const button = make('button.copy', { type: 'button', click: () => copy(line, code, button) }, say('copy'));
  return make('div.command', {}, make('pre', {}, code), button);
}

async function copy(line, code, button) {
  let outcome = 'copied';
  try {
    await navigator.clipboard.writeText(line);
  } catch {
    // No clipboard for pages that are not from this machine: select it, so that a key stroke is enough.
    getSelection().selectAllChildren(code);
    outcome = 'copyFailed';
  }
  button.textContent = say(outcome);
  document.getElementById('spoken').textContent = say(outcome);
  setTimeout(() => {
    button.textContent = say('copy');
    document.getElementById('spoken').textContent = '';
  }, 2000);
}
