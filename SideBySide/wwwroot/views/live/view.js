import { servers } from '../../host/known.js';
import { make } from '../../shell/dom.js';
import { translator } from '../../shell/language.js';
import { through } from './commands.js';
import { connectionList } from './list.js';
import { watched } from './watched.js';
import { Wire } from './wire.js';
import { words } from './words.js';

const say = translator(words);

/** Real traffic through the glass, connection by connection. */
export async function show(route, signal) {
  const all = await servers();
  const glass = all.filter((server) => server.live);
  const wire = new Wire();
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
    glass.length > 0 ? through(glass) : null,
    make('div.live-panes', {}, list.element, details.element),
  );
}
