import { catalogue, servers } from '../../api/known.js';
import { make } from '../../shell/dom.js';
import { choose, translator } from '../../shell/language.js';
import { sectionLinks } from '../../dissection/rule.js';
import { chooser } from './chooser.js';
import { results } from './results.js';
import { experimentsState, note } from './state.js';
import { words } from './words.js';
import { writing } from './writing.js';

const say = translator(words);

/** The experiments: an experiment or bytes of one's own, on the servers that one chooses. */
export async function show(route, signal) {
  const [all, known] = await Promise.all([servers(), catalogue()]);
  const state = experimentsState(route, known.experiments);
  const seen = results(state, all, signal);
  const desk = writing(state, all, { send: seen.send, changed: () => note(state) }, signal);
  seen.onState(desk.running);
  // An experiment of the catalogue may run by its address alone; bytes that somebody else wrote wait for a hand.
  if (route.query.has('run') && state.experiment && !state.run) queueMicrotask(seen.send);
  note(state);
  return make(
    'div.experiments',
    {},
    make('header.experiments-head', {},
      make('h1', {}, state.experiment ? choose(state.experiment.title) : say('own')),
      chooser(known, state),
    ),
    make('div.desk-row', {},
      desk.element,
      make('section.about', {}, make('p.lead', {}, state.experiment ? choose(state.experiment.explanation) : say('ownLead')), desk.help),
    ),
    desk.orders,
    seen.element,
    seen.look,
    fix(state),
  );
}

const fix = ({ experiment }) =>
  experiment
    ? make('section.fix', {},
      make('h2', {}, say('fix')),
      make('p', {}, choose(experiment.fix)),
      make('p.quietly', {}, `${say('source')}: `, sectionLinks(experiment.source)),
    )
    : null;
