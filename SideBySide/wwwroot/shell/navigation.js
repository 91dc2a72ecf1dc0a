import { make } from './dom.js';
import { translator } from './language.js';
import { words } from './words.js';

const say = translator(words);
const order = ['tour', 'experiments', 'live', 'room', 'steps', 'matrix', 'cost', 'explain'];

/** The links to all views, the present one marked. */
export function navigation(present) {
  const nav = document.getElementById('views');
  nav.replaceChildren(
    ...order.map((view) => make('a', { href: `#/${view}`, 'aria-current': view === present ? 'page' : null }, say(view)))
  );
}
