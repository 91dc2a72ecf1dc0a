import { fromAddress, toAddress } from '../../wire/bytes.js';
import { noteAddress } from '../../shell/route.js';

const first = 'GET /hello?name=you HTTP/1.1\\r\\n\nHost: {authority}\\r\\n\n\\r\\n';
const usual = ['raw', 'handrolled', 'minimal'];
const mostInAddress = 4000; // longer ones only when a link is asked for
const states = new Map(); // what was written and seen stays, when one comes back or changes the language

/** What the view shows: an experiment, or bytes of one's own. */
export function experimentsState(route, experiments) {
  const [id, shared] = route.parts;
  const experiment = experiments.find((candidate) => candidate.id === id) ?? null;
  const key = experiment?.id ?? 'own';
  const state = states.get(key) ?? fresh(key, experiment);
  states.set(key, state);
  const on = route.query.get('on');
  if (on) state.on = new Set(on.split(','));
  const over = route.query.get('over');
  if (over && !experiment) state.over = over;
  const text = shared ? fromAddress(shared) : null;
  if (text !== null && text !== state.text) {
    state.text = text;
    state.run = null;
  }
  return state;
}

const fresh = (key, experiment) => ({
  key,
  experiment,
  text: experiment ? (experiment.script ?? '') : first,
  over: experiment?.over ?? 'tcp',
  on: new Set(usual),
  run: null,
  look: null,
});

/** Whether the text is still the experiment's own. */
export const isChanged = (state) => state.experiment !== null && state.experiment.script !== null && state.text !== state.experiment.script;

/** Whether bytes are sent that nobody has described. */
export const isOwn = (state) => state.experiment === null || isChanged(state);

/** The address under which this can be found again. */
export function address(state) {
  const on = [...state.on].join(',');
  if (!isOwn(state)) return `#/experiments/${state.key}?on=${on}`;
  return `#/experiments/own/${toAddress(state.text)}?on=${on}${state.over === 'tcp' ? '' : `&over=${state.over}`}`;
}

// Changed bytes have an address of their own only when somebody asks for the link, or a reload would lose the experiment.
export const note = (state) =>
  noteAddress(isChanged(state) || state.text.length > mostInAddress
    ? `#/experiments/${state.key}?on=${[...state.on].join(',')}`
    : address(state));
