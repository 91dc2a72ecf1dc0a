import { servers } from '../../api/known.js';
import { get } from '../../api/ask.js';
import { make } from '../../shell/dom.js';
import { choose, translator } from '../../shell/language.js';
import { exchangeItem } from './exchange.js';
import { question } from './question.js';
import { stepItem, serverCard } from './server.js';
import { words } from './words.js';

const say = translator(words);

/** The argument in one sentence, the way into the tour, and who listens where. */
export async function show(route, signal) {
  const all = await servers();
  const exchanges = make('ol.exchanges');
  const figure = make('figure.question', { hidden: true });
  fill(exchanges, figure, all, signal);
  const complete = all.filter((server) => server.kind !== 'step');
  const steps = all.filter((server) => server.kind === 'step');
  return [
    make(
      'section.hero',
      {},
      make(
        'div',
        {},
        make('h1', {}, say('title').map((sentence) => make('span', {}, sentence))),
      make('p.lead', {}, say('lead')),
      make('p.row.entries', {},
        make('a.entry', { href: '#/tour/1' }, say('begin')),
        make('a', { href: '#/experiments' }, say('experiments')),
      ),
      make('p.quietly', {}, say('beginNote')),
      ),
      figure,
      make('dl.terms', {},
        make('div.cs', {}, make('dt', {}, 'C/S'), make('dd', {}, say('cs'))),
        make('div.bs', {}, make('dt', {}, 'B/S'), make('dd', {}, say('bs'))),
      ),
    ),
    make('section', {}, make('h2', {}, say('servers')), make('div.servers', {}, complete.map(serverCard))),
    steps.length > 0
      ? make('section', {},
        make('h2', {}, say('steps')),
        make('p.quietly', {}, say('stepsNote')),
        make('ol.plain.learner-steps', {}, steps.map(stepItem)),
      )
      : '',
    make('section', {}, make('h2', {}, say('happened')), make('p.quietly', {}, say('happenedNote')), exchanges),
  ];
}

// They were observed at start-up; the rest of the page need not wait for them.
async function fill(list, figure, all, signal) {
  try {
    const seen = await get('demonstration', signal);
    figure.replaceChildren(...question(seen, all));
    figure.hidden = false;
    list.replaceChildren(...seen.map((exchange) => exchangeItem(exchange, all.find((server) => server.id === exchange.observed.server))));
  } catch (error) {
    if (!signal.aborted) console.error(error);
  }
}
