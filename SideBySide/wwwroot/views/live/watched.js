import { meaning } from '../../dissection/dissection.js';
import { words as meaningWords } from '../../dissection/words.js';
import { afterPause, latest, make } from '../../shell/dom.js';
import { choose as inLanguage, translator } from '../../shell/language.js';
import { joined } from '../../wire/bytes.js';
import { timeline } from '../../wire/timeline.js';
import { words } from './words.js';

const say = translator(words);
const sayMeaning = translator(meaningWords);

/** One connection, followed: its events as they come, its bytes taken apart. */
export function watched(leaving) {
  const place = make('div', {}, make('p.quietly', {}, say('pick')));
  const apart = make('div');
  let connection = null;
  let button = null;
  let events = null;
  let shown = 0;
  let kind = null;

  function choose(chosen, from) {
    button?.removeAttribute('aria-current');
    button = from;
    button.setAttribute('aria-current', 'true');
    connection = chosen;
    events = timeline(String(chosen.id));
    shown = 0;
    kind = null;
    const choice = ['sent', 'received'].map((value) => make('button', { type: 'button', 'aria-pressed': 'false', click: (event) => {
      kind = value;
      for (const other of choice) other.setAttribute('aria-pressed', String(other === event.currentTarget));
      takeApart();
    } }, sayMeaning(value)));
    takeApart();
    place.replaceChildren(events.element, make('div.row.look-head', {}, make('h3', {}, say('meaning')), make('div.switch', { role: 'group', 'aria-label': sayMeaning('direction') }, choice)), apart);
    follow();
    if (matchMedia('(max-width: 62rem)').matches) place.scrollIntoView({ block: 'start' }); // it stands below the list there
  }

  function follow() {
    for (; shown < connection.events.length; shown++) events.add(connection.events[shown]);
    if (kind) later();
  }

  const takeApart = latest(leaving, async (signal) => {
    if (kind === null) return void apart.replaceChildren(); // another connection was chosen
    const bytes = joined(connection.events.filter((event) => event.kind === kind).map((event) => event.bytes));
    try {
      apart.replaceChildren(await meaning(bytes, null, signal), connection.cut ? make('p.quietly', {}, say('cut')) : '');
    } catch (error) {
      if (!signal.aborted) apart.replaceChildren(make('p.alarm', { role: 'alert' }, inLanguage(error.words) || error.message));
    }
  });

  const later = afterPause(400, takeApart);
  const frame = afterPause(50, follow);
  return {
    element: make('section.pane.live-watched', { 'aria-label': say('connections') }, place),
    choose,
    changed(id) {
      if (connection !== null && id === connection.id) frame();
    },
  };
}
