import { post, Refused } from '../../api/ask.js';
import { editor } from '../../editor/editor.js';
import { explainHelp } from '../../editor/marks.js';
import { meaning } from '../../dissection/dissection.js';
import { copyButton } from '../../shell/copy.js';
import { afterPause, latest, make } from '../../shell/dom.js';
import { choose, translator } from '../../shell/language.js';
import { noteAddress } from '../../shell/route.js';
import { fromAddress, fromBase64, toAddress } from '../../wire/bytes.js';
import { examples } from './examples.js';
import { words } from './words.js';

const say = translator(words);
const longestAddress = 8000; // beyond, browsers and chat programs cut

/** Bytes that somebody pastes, taken apart; the address holds them. */
export function show(route, leaving) {
  let text = fromAddress(route.parts[0] ?? '') || examples[0].text;
  let kind = route.query.get('as');
  const place = make('div.explained');
  const told = make('p.alarm', { role: 'status' });
  const field = editor({ value: text, label: say('input'), onChange: written });
  function written(value) {
    text = value;
    const address = toAddress(text);
    if (address.length <= longestAddress) noteAddress(`#/explain/${address}${kind ? `?as=${kind}` : ''}`);
    later();
  }

  const explain = latest(leaving, async (signal) => {
    try {
      const { bytes } = await post('script', { script: text }, signal);
      place.replaceChildren(await meaning(fromBase64(bytes), kind, signal));
      told.textContent = '';
      field.point(null);
    } catch (error) {
      if (signal.aborted) return;
      told.textContent = error instanceof Refused ? choose(error.words) : error.message;
      if (error.problem?.line) field.point(error.problem);
    }
  });
  const later = afterPause(200, explain);

  const select = make('select', { 'aria-label': say('kind'), change: (event) => {
    kind = event.target.value || null;
    written(text);
  } }, ['', 'requests', 'responses'].map((value) => make('option', { value, selected: value === (kind ?? '') }, say(value || 'auto'))));
  explain();
  return make(
    'div',
    {},
    make('h1', {}, say('title')),
    make('p.lead', {}, say('lead')),
    make('p.row.examples', {}, make('span.quietly', {}, say('examples')), examples.map((example) => make('button', { type: 'button', click: () => (field.value = example.text) }, choose(example.name)))),
    field.element,
    make('div.row.under', {}, explainHelp(), make('div.row', {}, make('label.row', {}, say('kind'), select), copyButton(say('share'), () => location.href))),
    told,
    place,
  );
}
