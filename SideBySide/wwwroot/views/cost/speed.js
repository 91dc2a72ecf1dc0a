import { stream } from '../../api/stream.js';
import { make } from '../../shell/dom.js';
import { choose, count, translator } from '../../shell/language.js';
import { bars } from './bars.js';
import { speedRecord } from './record.js';
import { words } from './words.js';

const say = translator(words);
const seen = { plan: null, rows: null, length: 'quick' }; // stays when one comes back

/** The speed as it was recorded; a run here takes its place. */
export function speed(servers, signal) {
  const button = make('button.main', { type: 'button', click: toggle }, say('run'));
  const length = make('select', { 'aria-label': say('length') }, ['quick', 'usual', 'thorough'].map((key) => make('option', { value: key, selected: key === seen.length }, say('lengths')[key])));
  const bar = make('progress', { hidden: true, 'aria-label': say('progress') });
  const state = make('span.quietly', { role: 'status' });
  const problem = make('p.alarm', { role: 'alert', hidden: true });
  const result = make('div.speed-result');
  let mine = null;
  signal.addEventListener('abort', () => mine?.abort());

  async function toggle() {
    if (mine) return mine.abort();
    mine = new AbortController();
    seen.length = length.value;
    length.disabled = true;
    button.textContent = say('stop');
    problem.hidden = true;
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

  let planned = null;

  function plan(what) {
    planned = what;
    bar.hidden = false;
    bar.max = what.rounds * what.cases.length;
    bar.value = 0;
    state.textContent = say('starting');
  }

  function progress({ done, total, case: one, result }) {
    bar.value = done;
    state.textContent = result === null ? say('warming', one.server, say('workloads')[one.workload.toLowerCase()]) : say('running', done, total);
  }

  // Numbers are shown when all of them are known: until then they compare nothing.
  function done(rows) {
    Object.assign(seen, { plan: planned, rows: rows.map((row) => ({ ...row, case: { ...row.case, workload: row.case.workload.toLowerCase() } })) });
    show();
  }

  function failed({ message }) {
    problem.textContent = choose(message);
    problem.hidden = false;
  }

  async function show() {
    if (seen.rows) {
      const noisy = seen.plan.rounds > 1 && !seen.rows.every((row) => row.isSteady);
      result.replaceChildren(...resultOf(seen.rows, seen.plan.rounds > 1), make('p.quietly.method', {}, say('method', seen.plan)), noisy ? make('p.alarm', {}, say('noisy')) : '');
      return;
    }
    try {
      const record = await speedRecord(servers.map((server) => server.name), signal);
      if (!seen.rows) result.replaceChildren(make('p.quietly.recorded', {}, say('recorded', record.date, record.machine)), ...resultOf(record.rows, true));
    } catch (error) {
      if (!signal.aborted) console.error(error);
    }
  }

  show();
  return make('div', {}, make('p.quietly.column', {}, say('about')), make('div.row', {}, length, button, bar, state), problem, result);
}

const resultOf = (rows, hasSpread) => [
  make('div.measures', {}, [...new Set(rows.map((row) => row.case.workload))].map((workload) =>
    bars(`${say('workloads')[workload]}: ${say('perSecond')}`, rows.filter((row) => row.case.workload === workload).map((row) => ({ name: row.case.server, value: row.requestsPerSecond })), (value) => count(Math.round(value))))),
  make('div.table-scroll', { tabindex: '0', role: 'group', 'aria-label': say('speed') }, tableOf(rows, hasSpread)),
];

const tableOf = (rows, hasSpread) =>
  make(
    'table.steps-table',
    {},
    make('thead', {}, make('tr', {}, ['workload', 'server'].map((key) => make('th', { scope: 'col' }, say(key))), ['perSecond', 'p50', 'p99', 'cpu', 'spread'].map((key) => make('th.number', { scope: 'col' }, say(key))))),
    make('tbody', {}, rows.map((row) =>
      make(
        'tr',
        {},
        make('th', { scope: 'row' }, say('workloads')[row.case.workload]),
        make('td', {}, row.case.server),
        [count(Math.round(row.requestsPerSecond)), milliseconds(row.p50), milliseconds(row.p99), row.serverCpuMicroseconds?.toFixed(1) ?? '–', hasSpread ? `${Math.round(row.spread * 100)}%` : '–'].map((text) => make('td.number', {}, text)),
      ),
    )),
  );

const milliseconds = (microseconds) => (microseconds / 1000).toFixed(2);
