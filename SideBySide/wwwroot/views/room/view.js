import { get } from '../../api/ask.js';
import { copyable } from '../../shell/copy.js';
import { make } from '../../shell/dom.js';
import { language, translator } from '../../shell/language.js';
import { words } from './words.js';

const say = translator(words);

/** The room from both sides: the command for a terminal, and the page that the server written by hand has for a browser. */
export async function show(route, signal) {
  const { command, pages } = await get('room', signal);
  const [shown] = pages;
  return make(
    'div.room',
    {},
    make('h1', {}, say('title')),
    make('p.lead', {}, say('lead')),
    make(
      'div.room-sides',
      {},
      make('section.cs', {}, make('h2', {}, 'C/S'), make('p', {}, say('terminal')), copyable(command), make('p.quietly', {}, say('first'))),
      make(
        'section.bs',
        {},
        make('h2', {}, 'B/S'),
        make('p', {}, say('browser')),
        make('iframe', { src: dressed(shown.url), title: say('frame') }),
        make('p.quietly', {}, say('same'), ' ', pages.map((page) => [make('a', { href: dressed(page.url), target: '_blank', rel: 'noreferrer' }, page.server), ' '])),
      ),
    ),
  );
}

// In the language and the colours that were chosen here.
function dressed(url) {
  const theme = document.documentElement.dataset.theme;
  return `${url}?lang=${language()}${theme ? `&theme=${theme}` : ''}`;
}
