import { catalogue, servers } from '../../api/known.js';
import { make } from '../../shell/dom.js';
import { choose, translator } from '../../shell/language.js';
import { sectionLinks } from '../../dissection/rule.js';
import { chooser } from './chooser.js';
import { results } from './results.js';
import { benchState, note } from './state.js';
import { words } from './words.js';
import { writing } from './writing.js';

const say = translator(words);

/** The experiments: an experiment or bytes of one's own, on the servers that one chooses. */
export async function show(route, signal) {
  const [all, known] = await Promise.all([servers(), catalogue()]);
  const state = benchState(route, known.experiments);
  const seen = results(state, all, signal);
  const desk = writing(state, all, { send: seen.send, changed: () => note(state) }, signal);
  seen.onState(desk.running);
  // An experiment of the catalogue may run by its address alone; bytes that somebody else wrote wait for a hand.
  if (route.query.has('run') && state.experiment && !state.run) queueMicrotask(seen.send);
  note(state);
  return make(
    'div.experiments',
    {},
    chooser(known, state),
    make('div.experiments-main', {}, make('section', {}, ...told(state)), desk.element),
    seen.element,
    fix(state),
  );
}

const told = ({ experiment }) =>
  experiment
    ? [make('h1', {}, choose(experiment.title)), make('p.lead', {}, choose(experiment.explanation))]
    : [make('h1', {}, say('own')), make('p.lead', {}, say('ownLead'))];

const fix = ({ experiment }) =>
  experiment
    ? make('section.fix', {}, make('h2', {}, say('fix')), make('p', {}, choose(experiment.fix)), make('p.quietly', {}, `${say('source')}: `, sectionLinks(experiment.source)))
    : null;
