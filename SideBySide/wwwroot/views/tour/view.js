import { catalogue, servers } from '../../api/known.js';
import { Refused } from '../../api/ask.js';
import { make } from '../../shell/dom.js';
import { choose, translator } from '../../shell/language.js';
import { speak } from '../../shell/spoken.js';
import { serverColumn } from '../../wire/column.js';
import { lightDifferences } from '../../wire/comparison.js';
import { newRun, start } from '../../wire/run.js';
import { serverName } from '../../wire/server.js';
import { steps } from './steps.js';
import { words } from './words.js';

const say = translator(words);
const runs = new Map(); // by step: what was seen stays seen, in either language

/** One step of the tour: a sentence, an experiment on the running servers, a sentence. */
export async function show(route, signal) {
  const number = Math.min(steps.length, Math.max(1, Number.parseInt(route.parts[0] ?? '1', 10) || 1));
  const step = steps[number - 1];
  const [all, known] = await Promise.all([servers(), catalogue()]);
  const experiment = known.experiments.find((candidate) => candidate.id === step.experiment);
  const columns = step.servers.map((id) => serverColumn(all.find((server) => server.id === id), experiment?.over));
  const heading = make('h1', {}, choose(step.title));
  const problem = make('p.alarm', { role: 'alert', hidden: true });
  const said = make('div.said');
  const after = make('div.after', { hidden: true }, make('h2.unseen', {}, say('over')), said, further(step));
  const forward = make('button.main.forward', { type: 'button', click: goOn });
  const again = make('button.quiet', { type: 'button', click: send, hidden: true }, say('again'));

  function name() {
    const state = runs.get(step.id)?.state;
    const last = number === steps.length;
    forward.textContent = state === 'done' ? say('next') : state === 'running' ? say('sending') : say('send');
    forward.disabled = state === 'running' || (state === 'done' && last);
    again.hidden = state !== 'done';
  }

  function goOn() {
    const state = runs.get(step.id)?.state;
    if (state === 'done') turn(1);
    else if (state !== 'running') send();
  }

  function turn(by) {
    const to = number + by;
    if (to >= 1 && to <= steps.length) location.hash = `#/tour/${to}`;
  }

  async function send() {
    const run = newRun({ ...(step.script ? { script: step.script, over: 'tcp' } : { experiment: step.experiment }), servers: step.servers });
    runs.set(step.id, run);
    after.hidden = true;
    problem.hidden = true;
    show(run);
    try {
      await start(run, signal);
      finished(run);
      after.scrollIntoView({ block: 'nearest' }); // what it showed, however long the bytes are
      speak(said.textContent);
    } catch (error) {
      if (signal.aborted) return;
      problem.hidden = false;
      problem.textContent = error instanceof Refused ? choose(error.words) : String(error.message);
    }
    name();
  }

  // What a run has told so far, and what it will tell.
  function show(run) {
    const fresh = step.servers.map((id) => serverColumn(all.find((server) => server.id === id), experiment?.over));
    columns.forEach((column, index) => column.element.replaceWith(fresh[index].element));
    columns.splice(0, columns.length, ...fresh);
    for (const column of columns) column.begin();
    run.listener = (kind, what) => columns.find((column) => column.server.id === what.server)?.[kind](what);
    for (const event of run.events) run.listener('happened', event);
    for (const observed of run.observed.values()) run.listener('observed', observed);
    name();
  }

  function finished(run) {
    lightDifferences(run, columns);
    said.replaceChildren(...showed(step, run, columns));
    after.hidden = false;
  }

  keys(signal, { goOn, turn });
  if (runs.get(step.id)?.state === 'running') runs.delete(step.id); // it ended with the page that showed it
  name();
  const body = make('div.columns', {}, columns.map((column) => column.element));
  const seen = runs.get(step.id);
  if (seen?.state === 'done') {
    show(seen);
    finished(seen);
  }

  return [
    make(
      'article.tour-step',
      {},
      make('p.step-number', {}, say('step', number, steps.length)),
      heading,
      make('p.said', {}, choose(step.before)),
      problem,
      step.experiment && !experiment ? make('p.alarm', {}, say('missing')) : body,
      after,
      make('p.quietly.aside', {}, again, experiment ? make('a', { href: `#/experiments/${step.experiment}?on=${step.servers}` }, say('toExperiments')) : null),
    ),
    make('div.tour-bar', {}, make('button', { type: 'button', click: () => turn(-1), disabled: number === 1 }, say('back')), dots(number), forward, make('p.keys', {}, say('keys'))),
  ];
}

// The step's conclusion, if the servers did just now what it speaks of; otherwise what they did instead.
function showed(step, run, columns) {
  const seen = columns.map((column) => [column.server, run.observed.get(column.server.id)]);
  if (seen.every(([, observed]) => observed && isAsTold(step, observed))) return [make('p', {}, choose(step.after))];
  return [
    make('p.alarm', {}, say('otherwise')),
    make('ul', {}, seen.map(([server, observed]) => make('li', {}, `${serverName(server)}: `, observed ? choose(observed.sentence) : '–'))),
  ];
}

const isAsTold = (step, observed) =>
  observed.expected !== false && observed.summary !== '·' && (!step.expected || step.expected === observed.summary);

const further = (step) =>
  step.next ? make('ul.plain.further', {}, step.next.map((link) => make('li', {}, make('a', { href: link.href }, choose(link.text))))) : null;

const dots = (present) =>
  make(
    'nav.dots',
    { 'aria-label': say('steps') },
    steps.map((step, index) =>
      make(`a${runs.get(step.id)?.state === 'done' ? '.seen' : ''}`, { href: `#/tour/${index + 1}`, 'aria-current': index + 1 === present ? 'step' : null, title: choose(step.title), 'aria-label': `${index + 1}: ${choose(step.title)}` }),
    ),
  );

// Keys of a slide show; whoever writes or stands in a list keeps them.
function keys(signal, { goOn, turn }) {
  const actions = { ArrowRight: goOn, PageDown: goOn, ArrowLeft: () => turn(-1), PageUp: () => turn(-1), n: () => turn(1), p: () => turn(-1) };
  addEventListener(
    'keydown',
    (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.target.closest('input, textarea, select, dialog, [role="listbox"]')) return;
      if (!(event.key in actions)) return;
      event.preventDefault();
      actions[event.key]();
    },
    { signal },
  );
}
