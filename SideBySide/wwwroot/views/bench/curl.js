import { post, Refused } from '../../host/ask.js';
import { make } from '../../shell/dom.js';
import { choose, translator } from '../../shell/language.js';
import { words } from './words.js';

const say = translator(words);

/** A curl command becomes the bytes that curl would send. */
export function curlBox(take, signal) {
  const field = make('input', { type: 'text', spellcheck: 'false', placeholder: say('curlHint'), 'aria-label': say('curlLabel'), keydown: (event) => event.key === 'Enter' && convert(field.value) });
  const told = make('div', { role: 'status' });

  async function convert(command) {
    field.value = command;
    try {
      const made = await post('curl', { command }, signal);
      take(made.script, made.over);
      told.replaceChildren(...made.warnings.map((warning) => make('p', {}, choose(warning))));
    } catch (error) {
      if (!(error instanceof Refused)) return;
      told.replaceChildren(make('p.alarm', {}, choose(error.words)));
      field.closest('details').open = true;
    }
  }

  return { element: make('div.curl', {}, make('div.row', {}, field, make('button', { type: 'button', click: () => convert(field.value) }, say('convert'))), told), convert };
}
