import { make } from '../../shell/dom.js';
import { choose, translator } from '../../shell/language.js';
import { words } from './words.js';

const say = translator(words);
const chosen = new Map(); // by step: what was predicted stays, in either language

/** The question of a step, and two or three answers to choose from. It may be left open. */
export function prediction({ id, ask }) {
  const inputs = ask.answers.map((_, index) => make('input', { type: 'radio', name: 'prediction', value: index, checked: chosen.get(id) === index, change: () => chosen.set(id, index) }));
  const labels = ask.answers.map((answer, index) => make('label', {}, inputs[index], make('kbd', { 'aria-hidden': 'true' }, index + 1), choose(answer), make('span.mark-place')));

  return {
    element: make('fieldset.prediction', {}, make('legend', {}, choose(ask.question)), labels),
    /** Chooses by a digit. */
    pick(index) {
      if (inputs[index] && !inputs[index].disabled) inputs[index].click();
    },
    /** Open again, or not while the answer is known. */
    close(isClosed) {
      for (const input of inputs) input.disabled = isClosed;
      if (!isClosed) labels.forEach((label) => label.classList.remove('right', 'wrong'));
    },
    /** Marks the answer that the servers gave, and compares. @returns a sentence, or null when nothing was predicted */
    compare() {
      const mine = chosen.get(id);
      labels.forEach((label, index) => {
        label.classList.toggle('right', index === ask.right);
        label.classList.toggle('wrong', index === mine && index !== ask.right);
        label.querySelector('.mark-place').textContent = index === ask.right ? '✓' : index === mine ? '✗' : '';
      });
      if (mine === undefined) return null;
      return mine === ask.right ? say('right') : say('wrong', choose(ask.answers[mine]));
    },
  };
}
