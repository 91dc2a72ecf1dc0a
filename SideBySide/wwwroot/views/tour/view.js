import { Refused } from '../../api/ask.js';
import { catalogue, servers } from '../../api/known.js';
import { make } from '../../shell/dom.js';
import { choose, translator } from '../../shell/language.js';
import { isPresenting } from '../../shell/presenter.js';
import { speak } from '../../shell/spoken.js';
import { serverColumn } from '../../wire/column.js';
import { sentPanel } from '../../wire/request.js';
import { newRun, start } from '../../wire/run.js';
import { serverName } from '../../wire/server.js';
import { prediction } from './prediction.js';
import { steps } from './texts.js';
import { words } from './words.js';

const say = translator(words);
const runs = new Map(); // by step: what was seen stays seen, in either language

/** One step of the tour: a question, an experiment on the running servers, and what it showed. All of it on one screen. */
export async function show(route, signal) {
  const number = Math.min(steps.length, Math.max(1, Number.parseInt(route.parts[0] ?? '1', 10) || 1));
  const step = steps[number - 1];
  const [all, known] = await Promise.all([servers(), catalogue()]);
  const experiment = known.experiments.find((candidate) => candidate.id === step.experiment);
  if (step.experiment && !experiment) return make('p.alarm', {}, say('missing'));
  const ask = prediction(step);
  const place = make('div.columns');
  const problem = make('p.alarm', { role: 'alert', hidden: true });
  const said = make('div.said');
  const after = make('div.after', { hidden: true }, make('h2.unseen', {}, say('over')), said, further(step));
  const article = make('article.tour-step');
  const sender = make('button.main.send', { type: 'button', click: send });
  const forward = number < steps.length
    ? make('button.forward', { type: 'button', click: () => turn(1) }, say('next'))
    : make('a.forward.button', { href: step.next[0].href }, choose(step.next[0].text));
  let columns = [];

  const state = () => runs.get(step.id)?.state;

  function name() {
    article.dataset.state = state() ?? 'new';
    sender.textContent = state() === 'done' ? say('again') : say(state() === 'running' ? 'sending' : 'send');
    sender.classList.toggle('main', state() !== 'done');
    forward.classList.toggle('main', state() === 'done');
    ask.close(state() === 'running' || state() === 'done');
  }

  function goOn() {
    if (state() !== 'done') send();
    else if (number < steps.length) turn(1);
    else location.hash = step.next[0].href;
  }

  function turn(by) {
    const to = number + by;
    if (to >= 1 && to <= steps.length) location.hash = `#/tour/${to}`;
  }

  async function send() {
    if (state() === 'running') return;
    const run = newRun({ ...(step.script ? { script: step.script, over: 'tcp' } : { experiment: step.experiment }), servers: step.servers });
    runs.set(step.id, run);
    after.hidden = true;
    problem.hidden = true;
    showRun(run);
    try {
      await start(run, signal);
      finished(run);
      speak(said.textContent);
    } catch (error) {
      if (signal.aborted) return;
      problem.hidden = false;
      problem.textContent = error instanceof Refused ? choose(error.words) : String(error.message);
      for (const column of columns) if (!run.observed.has(column.server.id)) column.failed();
    }
    name();
  }

  function fresh() {
    columns = step.servers.map((id) => serverColumn(all.find((server) => server.id === id), { over: experiment?.over, experiment, sentApart: true }));
    place.replaceChildren(...columns.map((column) => column.element));
  }

  // What a run has told so far, and what it will tell.
  function showRun(run) {
    fresh();
    for (const column of columns) column.begin();
    run.listener = (kind, what) => columns.find((column) => column.server.id === what.server)?.[kind](what, run);
    for (const event of run.events) run.listener('happened', event);
    for (const observed of run.observed.values()) run.listener('observed', observed);
    name();
  }

  function finished(run) {
    if (step.point) for (const column of columns) column.light((line) => step.point.test(line));
    said.replaceChildren(...showed(step, run, columns, ask));
    after.hidden = false;
  }

  keys(signal, { goOn, turn, pick: ask.pick });
  if (state() === 'running' || state() === 'failed') runs.delete(step.id); // it ended with the page that showed it
  fresh();
  name();
  const seen = runs.get(step.id);
  if (seen) {
    showRun(seen);
    finished(seen);
  }

  article.append(
    make('header.step-head', {}, make('p.step-number', {}, say('step', number, steps.length)), make('h1', {}, choose(step.title)), experiment ? make('a.further-on', { href: `#/experiments/${step.experiment}?on=${step.servers}` }, say('toExperiments')) : null),
    make('p.said', {}, choose(step.before)),
    ask.element,
    problem,
    make(`div.wire.of${step.servers.length}`, {}, sentPanel(experiment?.steps ?? [{ kind: 'send', on: 'a', words: null, text: step.script.replace(/⟨.*/s, '') }], step.point, step.servers.length), place),
    after,
  );
  return [article, make('div.tour-bar', {}, make('button', { type: 'button', click: () => turn(-1), disabled: number === 1 }, say('back')), make('div.way', {}, dots(number), make('p.keys', {}, [say('keys'), isPresenting() ? say('keysBytes') : null].filter(Boolean).join(' · '))), sender, forward)];
}

// The step's conclusion, if the servers did just now what it speaks of; otherwise what they did instead.
function showed(step, run, columns, ask) {
  const seen = columns.map((column) => [column.server, run.observed.get(column.server.id)]);
  if (seen.every(([, observed]) => observed && isAsTold(step, observed))) {
    const compared = ask.compare();
    return [compared ? make('p.compared', {}, compared) : null, make('p', {}, choose(step.after))].filter(Boolean);
  }
  return [
    make('p.alarm', {}, say('otherwise')),
    make('ul', {}, seen.map(([server, observed]) => make('li', {}, `${serverName(server)}: `, observed ? choose(observed.sentence) : '–'))),
  ];
}

const isAsTold = (step, observed) =>
  observed.expected !== false && observed.summary !== '·' && (!step.expected || step.expected === observed.summary);

const further = (step) =>
  step.next ? make('ul.plain.further', {}, step.next.slice(1).map((link) => make('li', {}, make('a', { href: link.href }, choose(link.text))))) : null;

const dots = (present) =>
  make(
    'nav.dots',
    { 'aria-label': say('steps') },
    steps.map((step, index) =>
      make(`a${runs.get(step.id)?.state === 'done' ? '.seen' : ''}`, { href: `#/tour/${index + 1}`, 'aria-current': index + 1 === present ? 'step' : null, title: choose(step.title), 'aria-label': `${index + 1}: ${choose(step.title)}` }),
    ),
  );

// Keys of a slide show; a field or a list keeps its own.
function keys(signal, { goOn, turn, pick }) {
  const actions = { ArrowRight: goOn, PageDown: goOn, ArrowLeft: () => turn(-1), PageUp: () => turn(-1), n: () => turn(1), p: () => turn(-1), 1: () => pick(0), 2: () => pick(1), 3: () => pick(2) };
  addEventListener(
    'keydown',
    (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.target.closest('input:not([type=radio]), textarea, select, dialog, [role="listbox"]')) return;
      if (!(event.key in actions)) return;
      event.preventDefault();
      actions[event.key]();
    },
    { signal },
  );
}
