import { make } from '../shell/dom.js';
import { choose, translator } from '../shell/language.js';
import { address, serverName } from './server.js';
import { carriedBars } from './carried.js';
import { outcomeWords } from './outcome.js';
import { timeline } from './timeline.js';
import { verdict } from './why.js';
import { words } from './words.js';

const say = translator(words);

/**
 * One server: what it is, what it did, and when.
 * @param {object} options
 * @param {string} options.over what carries the bytes
 * @param {object} [options.experiment] of the catalogue, to judge by
 * @param {function} [options.look] opens the bytes of the server
 * @param {boolean} [options.sentApart] what was sent is shown elsewhere, once for all servers
 */
export function serverColumn(server, { over, experiment, look, sentApart = false }) {
  const summary = make('span.summary', {}, say('waiting'));
  const marks = make('span.row');
  const sentence = make('p.sentence');
  const carried = make('div.carried');
  const events = timeline(serverName(server), sentApart);
  events.element.tabIndex = 0; // it scrolls
  const footer = make('footer', { hidden: true },
    look
      ? make('button.quiet', { type: 'button', 'aria-label': say('lookAt', serverName(server)), click: () => look(server) }, say('look'))
      : null,
  );
  const element = make(
    'section.server-column.waiting',
    { 'aria-label': serverName(server), 'data-server': server.id },
    make('header', {},
      make('h2', {}, serverName(server)),
      make('p.where', {}, address(server, over)),
      make('div.outcome', {}, summary, marks),
    ),
    make('div.told-by', {}, sentence),
    events.element,
    carried,
    footer,
  );
  return {
    element,
    server,
    begin() {
      element.classList.remove('waiting');
      element.classList.add('running');
      summary.textContent = say('running');
    },
    /** It did not run to its end. */
    failed() {
      element.classList.remove('running');
      summary.textContent = say('failed');
    },
    happened: (event) => events.add(event),
    observed(observed, run) {
      element.classList.remove('running');
      summary.textContent = outcomeWords(observed.summary);
      marks.replaceChildren(...verdict(observed, experiment, run));
      sentence.textContent = [observed.sentence, observed.deviation].filter(Boolean).map(choose).join(' ');
      footer.hidden = !look;
    },
    light: events.light,
    /** Draws how much was the message; bars of one length mean as many bytes in every column. */
    weigh(observed, most) {
      carried.replaceChildren(...carriedBars(observed.carried, most));
    },
  };
}
