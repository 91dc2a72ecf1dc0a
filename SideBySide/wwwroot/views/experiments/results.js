import { Refused } from '../../api/ask.js';
import { make } from '../../shell/dom.js';
import { choose, translator } from '../../shell/language.js';
import { speak } from '../../shell/spoken.js';
import { carriedKey, mostCarried, parts } from '../../wire/carried.js';
import { serverColumn } from '../../wire/column.js';
import { comparison, lightDifferences } from '../../wire/comparison.js';
import { copyReport } from '../../wire/report.js';
import { newRun, start } from '../../wire/run.js';
import { serverName } from '../../wire/server.js';
import { closerLook } from './look.js';
import { isOwn } from './state.js';
import { words } from './words.js';

const say = translator(words);

/** What happened: a column for each server that was asked, filled as it happens. */
export function results(state, servers, signal) {
  const element = make('section.results', { 'aria-label': say('results') });
  const look = make('section.look');
  const listeners = [];
  let mine = new AbortController();
  signal.addEventListener('abort', () => mine.abort());

  async function send() {
    const asked = servers.filter((server) =>
      state.on.has(server.id) && (!state.experiment || isOwn(state) || state.experiment.servers.includes(server.id)));
    if (asked.length === 0) return fail(say('pickServer'));
    mine.abort();
    mine = new AbortController();
    const run = newRun({
      ...(isOwn(state) ? { script: state.text, over: state.over } : { experiment: state.key }),
      servers: asked.map((server) => server.id),
    });
    state.run = run;
    state.look = null;
    const columns = show(run);
    tell(true);
    try {
      await start(run, mine.signal);
      if (run.state === 'done') finished(run, columns);
    } catch (error) {
      if (!signal.aborted)
        fail(
          error instanceof Refused ? choose(error.words) : String(error.message),
          columns.filter((column) => !run.observed.has(column.server.id)),
        );
    } finally {
      if (state.run === run) tell(false);
    }
  }

  function show(run) {
    const asked = run.what.servers.map((id) => servers.find((server) => server.id === id));
    const columns = asked.map((server) => serverColumn(server, {
      over: run.what.over ?? state.experiment?.over,
      experiment: judged(run),
      look: (chosen) => lookAt(run, chosen, true),
      sentApart: isOnce(run),
    }));
    element.replaceChildren(make('h2.unseen', {}, say('results')), make('div.columns', {}, columns.map((column) => column.element)));
    look.replaceChildren();
    for (const column of columns) column.begin();
    run.listener = (kind, what) => columns.find((column) => column.server.id === what.server)?.[kind](what, run);
    for (const event of run.events) run.listener('happened', event);
    for (const observed of run.observed.values()) run.listener('observed', observed);
    return columns;
  }

  function finished(run, columns) {
    lightDifferences(run, columns);
    const weighed = [...run.observed.values()];
    for (const column of columns)
      column.weigh(run.observed.get(column.server.id), mostCarried(weighed.map((observed) => observed.carried)));
    element.querySelector('.columns')
      .after(carriedKey(parts.filter((part) => weighed.some(({ carried }) => carried.sent[part] + carried.received[part] > 0))));
    const asked = columns.map((column) => column.server);
    element.querySelector('.columns').before(make('div.verdict-row', {}, comparison(run, asked), copyReport(run, asked, judged(run))));
    speak(asked.map((server) => `${serverName(server)}: ${choose(run.observed.get(server.id)?.sentence)}`).join(' '));
  }

  function lookAt(run, server, go) {
    state.look = server.id;
    look.replaceChildren(closerLook(run, server, signal));
    if (go) look.scrollIntoView({ behavior: 'smooth', block: 'start' });
  }

  // What came until then stays.
  function fail(words, unfinished = []) {
    for (const column of unfinished) column.failed();
    const alarm = make('p.alarm', { role: 'alert' }, words);
    if (unfinished.length > 0) element.prepend(alarm);
    else element.replaceChildren(alarm);
  }

  const judged = (run) => (run.what.experiment ? state.experiment : undefined);

  // Bytes of which the editor shows all, and in one piece, need not be repeated for each server.
  const isOnce = (run) => run.what.experiment !== undefined && state.experiment.steps.filter((step) => step.kind === 'send').length === 1;

  const tell = (running) => listeners.forEach((listener) => listener(running));

  if (state.run?.state === 'done') {
    const columns = show(state.run);
    finished(state.run, columns);
    const server = servers.find((candidate) => candidate.id === state.look);
    if (server) lookAt(state.run, server, false);
  } else {
    state.run = null;
  }

  return { element, look, send, onState: (listener) => listeners.push(listener) };
}
