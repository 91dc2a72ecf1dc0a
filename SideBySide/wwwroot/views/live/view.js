import { servers } from '../../api/known.js';
import { make } from '../../shell/dom.js';
import { translator } from '../../shell/language.js';
import { through } from './commands.js';
import { connectionList } from './list.js';
import { watched } from './watched.js';
import { LiveConnections } from '../../api/live.js';
import { words } from './words.js';

const say = translator(words);

/** Real traffic through the relay, connection by connection. */
export async function show(route, signal) {
  const all = await servers();
  const relay = all.filter((server) => server.live);
  const wire = new LiveConnections();
  const state = make('p.alarm', { role: 'status', hidden: true });
  const details = watched(signal);
  const list = connectionList(wire, all, details.choose);
  wire.listener = (id) => {
    list.changed(id);
    details.changed(id);
  };
  wire.open({
    opened: () => {
      wire.clear(); // the host tells again what it still has
      state.hidden = true;
    },
    failed: (again) => {
      state.hidden = false;
      state.textContent = say(again ? 'lost' : 'missing');
    },
  });
  signal.addEventListener('abort', () => wire.close());
  return make(
    'div.live',
    {},
    make('h1', {}, say('title')),
    make('p.lead', {}, say('lead')),
    state,
    relay.length > 0 ? through(relay) : null,
    make('div.live-panes', {}, list.element, details.element),
  );
}
