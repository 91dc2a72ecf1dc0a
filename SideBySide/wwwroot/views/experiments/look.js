import { meaning } from '../../dissection/dissection.js';
import { words as meaningWords } from '../../dissection/words.js';
import { latest, make } from '../../shell/dom.js';
import { choose, translator } from '../../shell/language.js';
import { joined } from '../../wire/bytes.js';
import { bytesOf } from '../../wire/run.js';
import { serverName } from '../../wire/server.js';
import { plain } from '../../wire/visible.js';
import { words } from './words.js';

const say = translator(words);
const sayMeaning = translator(meaningWords);

/** The bytes of one server, taken apart: what it was sent, or what came back, one connection at a time. */
export function closerLook(run, server, leaving) {
  const connections = [
    ...new Set(run.events.filter((event) => event.server === server.id && event.bytes.length > 0).map((event) => event.connection)),
  ];
  const place = make('div');
  const elsewhere = server.kind === 'handrolled'
    ? undefined
    : { server: serverName(server), did: choose(run.observed.get(server.id)?.sentence) };
  let [connection] = connections;
  let kind = bytes('received').length > 0 ? 'received' : 'sent';

  function bytes(direction) {
    return joined(bytesOf(run, server.id, direction).filter((event) => event.connection === connection).map((event) => event.bytes));
  }

  const show = latest(leaving, async (signal) => {
    for (const button of buttons) button.setAttribute('aria-pressed', String(button.value === kind));
    try {
      const asked = kind === 'received' ? methods(bytes('sent')) : null;
      place.replaceChildren(await meaning(bytes(kind), kind === 'sent' ? 'requests' : null, signal, asked, elsewhere));
    } catch (error) {
      if (!signal.aborted) place.replaceChildren(make('p.alarm', { role: 'alert' }, choose(error.words) || error.message));
    }
  });

  const buttons = ['sent', 'received'].map((value) => make('button', { type: 'button', value, click: () => {
    kind = value;
    show();
  } }, sayMeaning(value)));
  const select = make('select', { 'aria-label': sayMeaning('connection'), change: (event) => {
    connection = event.target.value;
    show();
  } }, connections.map((name) => make('option', { value: name }, name)));
  show();
  return make(
    'div',
    {},
    make('div.row.look-head', {},
      make('h2', {}, say('meaningOf', serverName(server))),
      make('div.switch', { role: 'group', 'aria-label': sayMeaning('direction') }, buttons),
      connections.length > 1 ? make('label.row', {}, sayMeaning('connection'), select) : null,
    ),
    place,
  );
}

// An answer to HEAD has no body, whatever its fields say.
const methods = (sent) => [...plain(sent).matchAll(/^([A-Z]+) \S+ HTTP\//gm)].map((match) => match[1]);
