import { make } from '../shell/dom.js';
import { choose, translator } from '../shell/language.js';
import { address, serverName } from './server.js';
import { carriedBars } from './carried.js';
import { timeline } from './timeline.js';
import { words } from './words.js';

const say = translator(words);

/** One server: what it is, what it did, and when. */
export function serverColumn(server, over, look) {
  const summary = make('span.summary', {}, say('waiting'));
  const marks = make('span.row');
  const sentence = make('p.sentence');
  const carried = make('div.carried');
  const events = timeline(serverName(server));
  const footer = make('footer', { hidden: true }, look ? make('button.quiet', { type: 'button', 'aria-label': say('lookAt', serverName(server)), click: () => look(server) }, say('look')) : null);
  const element = make(
    'section.server-column',
    { 'aria-label': serverName(server), 'data-server': server.id },
    make('header', {}, make('h2', {}, serverName(server)), make('p.where', {}, address(server, over)), make('div.outcome', {}, summary, marks), sentence, carried),
    events.element,
    footer,
  );
  return {
    element,
    server,
    begin() {
      element.classList.add('running');
      summary.textContent = say('running');
    },
    happened: (event) => events.add(event),
    observed(observed) {
      element.classList.remove('running');
      summary.textContent = observed.summary === '·' ? say('cannot') : observed.summary || '–';
      marks.replaceChildren(...verdicts(observed));
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

/** Whether HTTP allows it, and whether it was expected where it was not. */
function verdicts(observed) {
  const marks = [];
  if (observed.verdict !== 'none') marks.push(make(`span.mark.${observed.verdict}`, {}, say(observed.verdict)));
  if (observed.expected === false) marks.push(make('span.mark.forbidden', {}, '≠'));
  return marks;
}
