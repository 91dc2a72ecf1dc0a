import { Refused } from '../../api/ask.js';
import { make } from '../../shell/dom.js';
import { choose, translator } from '../../shell/language.js';
import { speak } from '../../shell/spoken.js';
import { carriedKey, mostCarried, parts } from '../../wire/carried.js';
import { serverColumn } from '../../wire/column.js';
import { comparison, lightDifferences } from '../../wire/comparison.js';
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
    const asked = servers.filter((server) => state.on.has(server.id) && (!state.experiment || isOwn(state) || state.experiment.servers.includes(server.id)));
    if (asked.length === 0) return fail(say('pickServer'));
    mine.abort();
    mine = new AbortController();
    const run = newRun({ ...(isOwn(state) ? { script: state.text, over: state.over } : { experiment: state.key }), servers: asked.map((server) => server.id) });
    state.run = run;
    state.look = null;
    const columns = show(run);
    tell(true);
    try {
      await start(run, mine.signal);
      if (run.state === 'done') finished(run, columns);
    } catch (error) {
      if (!signal.aborted) fail(error instanceof Refused ? choose(error.words) : String(error.message));
    } finally {
      if (state.run === run) tell(false);
    }
  }

  function show(run) {
    const asked = run.what.servers.map((id) => servers.find((server) => server.id === id));
    const columns = asked.map((server) => serverColumn(server, run.what.over ?? state.experiment?.over, (chosen) => lookAt(run, chosen, true)));
    element.replaceChildren(make('h2.unseen', {}, say('results')), make('div.columns', {}, columns.map((column) => column.element)), look);
    look.replaceChildren();
    for (const column of columns) column.begin();
    run.listener = (kind, what) => columns.find((column) => column.server.id === what.server)?.[kind](what);
    for (const event of run.events) run.listener('happened', event);
    for (const observed of run.observed.values()) run.listener('observed', observed);
    return columns;
  }

  function finished(run, columns) {
    lightDifferences(run, columns);
    const weighed = [...run.observed.values()];
    for (const column of columns) column.weigh(run.observed.get(column.server.id), mostCarried(weighed.map((observed) => observed.carried)));
    element.querySelector('.columns').after(carriedKey(parts.filter((part) => weighed.some(({ carried }) => carried.sent[part] + carried.received[part] > 0))));
    const asked = columns.map((column) => column.server);
    if (asked.length > 1) element.querySelector('.columns').before(comparison(run, asked));
    speak(asked.map((server) => `${serverName(server)}: ${choose(run.observed.get(server.id)?.sentence)}`).join(' '));
  }

  function lookAt(run, server, go) {
    state.look = server.id;
    look.replaceChildren(closerLook(run, server, signal));
    if (go) look.scrollIntoView({ behavior: 'smooth', block: 'start' });
  }

  function fail(words) {
    element.replaceChildren(make('p.alarm', { role: 'alert' }, words));
  }

  const tell = (running) => listeners.forEach((listener) => listener(running));

  if (state.run?.state === 'done') {
    const columns = show(state.run);
    finished(state.run, columns);
    const server = servers.find((candidate) => candidate.id === state.look);
    if (server) lookAt(state.run, server, false);
  } else {
    state.run = null;
  }

  return { element, send, onState: (listener) => listeners.push(listener) };
}
