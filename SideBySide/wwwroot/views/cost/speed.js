import { stream } from '../../api/stream.js';
import { make } from '../../shell/dom.js';
import { choose, count, translator } from '../../shell/language.js';
import { charts } from './charts.js';
import { words } from './words.js';

const say = translator(words);
const seen = { plan: null, measurements: [], rows: null, length: 'usual' }; // stays when one comes back

/** The built-in load run: its progress as a chart, its result as a table. */
export function speed(servers, signal) {
  const button = make('button.main', { type: 'button', click: toggle }, say('run'));
  const length = make('select', { 'aria-label': say('length') }, ['quick', 'usual', 'thorough'].map((key) => make('option', { value: key, selected: key === seen.length }, say('lengths')[key])));
  const bar = make('progress', { hidden: true, 'aria-label': say('progress') });
  const state = make('span.quietly', { role: 'status' });
  const problem = make('p.alarm', { role: 'alert', hidden: true });
  const table = make('div.table-scroll', { tabindex: '0', role: 'group', 'aria-label': say('speed') });
  const chart = charts(servers, signal);
  let mine = null;
  signal.addEventListener('abort', () => mine?.abort());

  async function toggle() {
    if (mine) return mine.abort();
    mine = new AbortController();
    Object.assign(seen, { plan: null, measurements: [], rows: null, length: length.value });
    length.disabled = true;
    button.textContent = say('stop');
    problem.hidden = true;
    show();
    try {
      await stream('benchmark', { length: seen.length }, mine.signal, { plan, progress, done, failed });
    } catch (error) {
      if (!mine.signal.aborted) failed({ message: error.words ?? { en: error.message, zh: error.message } });
    } finally {
      mine = null;
      bar.hidden = true;
      state.textContent = '';
      length.disabled = false;
      button.textContent = say('run');
    }
  }

  function plan(planned) {
    seen.plan = planned;
    bar.hidden = false;
    bar.max = planned.rounds * planned.cases.length;
    bar.value = 0;
    state.textContent = say('starting');
  }

  function progress({ done, total, case: one, result }) {
    if (result === null) {
      state.textContent = say('warming', one.server, say('workloads')[one.workload.toLowerCase()]);
      return;
    }
    seen.measurements.push({ ...known(one), requestsPerSecond: result.requestsPerSecond, p99: result.p99 });
    bar.value = done;
    state.textContent = say('running', done, total);
    chart.show(seen.measurements);
  }

  function done(rows) {
    seen.rows = rows;
    state.textContent = '';
    show();
  }

  function failed({ message }) {
    problem.textContent = choose(message);
    problem.hidden = false;
  }

  const known = (one) => ({ server: servers.find((server) => server.name === one.server)?.id, workload: one.workload.toLowerCase() });

  function show() {
    chart.show(seen.measurements);
    table.hidden = seen.rows === null;
    if (!seen.rows) return;
    const method = say('method', seen.plan);
    table.replaceChildren(tableOf(seen.rows), make('p.quietly.method', {}, method), seen.plan.settles && seen.rows.every((row) => row.isSteady) ? '' : make('p.alarm', {}, say(seen.plan.settles ? 'noisy' : 'unsettled')));
  }

  show();
  return make('div', {}, make('p.quietly.column', {}, say('about')), make('div.row', {}, length, button, bar, state), problem, chart.element, table);
}

const tableOf = (rows) =>
  make(
    'table.steps-table',
    {},
    make('thead', {}, make('tr', {}, ['workload', 'server'].map((key) => make('th', { scope: 'col' }, say(key))), ['perSecond', 'p50', 'p99', 'cpu', 'spread'].map((key) => make('th.number', { scope: 'col' }, say(key))))),
    make('tbody', {}, rows.map((row) =>
      make(
        'tr',
        {},
        make('th', { scope: 'row' }, say('workloads')[row.case.workload.toLowerCase()]),
        make('td', {}, row.case.server),
        [count(Math.round(row.requestsPerSecond)), milliseconds(row.p50), milliseconds(row.p99), row.serverCpuMicroseconds?.toFixed(1) ?? '–', `${Math.round(row.spread * 100)}%`].map((text) => make('td.number', {}, text)),
      ),
    )),
  );

const milliseconds = (microseconds) => (microseconds / 1000).toFixed(2);
