import { post, Refused } from '../../api/ask.js';
import { latest, make } from '../../shell/dom.js';
import { choose, translator } from '../../shell/language.js';
import { words } from './words.js';

const say = translator(words);

/** A curl command becomes the bytes that curl would send. */
export function curlBox(take, leaving) {
  const field = make('input', {
    type: 'text',
    spellcheck: 'false',
    placeholder: say('curlHint'),
    'aria-label': say('curlLabel'),
    keydown: (event) => event.key === 'Enter' && convert(written()),
    paste: pasted,
  });
  let shown = null; // the field shows a command of several lines in one, without its line breaks
  const told = make('div', { role: 'status' });

  function written() {
    return shown?.text === field.value ? shown.command : field.value;
  }

  function pasted(event) {
    const command = event.clipboardData.getData('text/plain').replace(/\r\n/g, '\n').replace(/^[ \t\n]+|[ \t\n]+$/g, '');
    if (!/[\r\n]/.test(command)) return;
    event.preventDefault();
    convert(command);
  }

  const convert = latest(leaving, async (signal, command) => {
    field.value = command;
    shown = { text: field.value, command };
    try {
      const made = await post('curl', { command }, signal);
      take(made.script, made.over);
      told.replaceChildren(...made.warnings.map((warning) => make('p', {}, choose(warning))));
    } catch (error) {
      if (signal.aborted || !(error instanceof Refused)) return;
      told.replaceChildren(make('p.alarm', {}, choose(error.words)));
      field.closest('details').open = true;
    }
  });

  return {
    element: make('div.curl', {},
      make('div.row', {}, field, make('button', { type: 'button', click: () => convert(written()) }, say('convert'))),
      told,
    ),
    convert,
  };
}
