import { Refused } from '../../host/ask.js';
import { stream } from '../../host/stream.js';
import { make } from '../../shell/dom.js';
import { choose, count, translator } from '../../shell/language.js';
import { charts } from './charts.js';
import { words } from './words.js';

const say = translator(words);
const seen = { measurements: [], result: null }; // stays when one comes back

/** The built-in load run: its progress as a chart, its result as a table. */
export function speed(servers, last, signal) {
  seen.result ??= last;
  const button = make('button.main', { type: 'button', click: toggle }, say('run'));
  const bar = make('progress', { hidden: true, 'aria-label': say('progress') });
  const state = make('span.quietly', { role: 'status' });
  const table = make('div.table-scroll', { tabindex: '0', role: 'group', 'aria-label': say('speed') });
  const chart = charts(servers, signal);
  let mine = null;
  signal.addEventListener('abort', () => mine?.abort());

  async function toggle() {
    if (mine) return mine.abort();
    mine = new AbortController();
    Object.assign(seen, { measurements: [], result: null });
    button.textContent = say('stop');
    show();
    try {
      await stream('bench', {}, mine.signal, { progress, done });
    } catch (error) {
      if (!mine.signal.aborted) state.textContent = error instanceof Refused ? choose(error.words) : error.message;
    } finally {
      mine = null;
      bar.hidden = true;
      button.textContent = say('run');
    }
  }

  function progress(measured) {
    seen.measurements.push(measured);
    bar.hidden = false;
    bar.max = measured.total;
    bar.value = measured.done;
    state.textContent = say('running', measured.done, measured.total);
    chart.show(seen.measurements);
  }

  function done(result) {
    seen.result = result;
    state.textContent = '';
    show();
  }

  function show() {
    chart.show(seen.measurements);
    table.hidden = seen.result === null;
    if (seen.result) table.replaceChildren(tableOf(seen.result, servers), make('p.quietly', {}, choose(seen.result.method)), seen.result.steady ? '' : make('p.alarm', {}, say('noisy')));
  }

  show();
  return make('div', {}, make('p.quietly.column', {}, say('about')), make('div.row', {}, button, bar, state), chart.element, table);
}

const tableOf = ({ rows }, servers) =>
  make(
    'table.steps-table',
    {},
    make('thead', {}, make('tr', {}, ['workload', 'server'].map((key) => make('th', { scope: 'col' }, say(key))), ['perSecond', 'p50', 'p99', 'cpu', 'spread'].map((key) => make('th.number', { scope: 'col' }, say(key))))),
    make('tbody', {}, rows.map((row) =>
      make(
        'tr',
        {},
        make('th', { scope: 'row' }, say('workloads')[row.workload] ?? row.workload),
        make('td', {}, servers.find((server) => server.id === row.server)?.name ?? row.server),
        [count(Math.round(row.requestsPerSecond)), milliseconds(row.p50), milliseconds(row.p99), row.serverCpuMicroseconds?.toFixed(1) ?? '–', `${Math.round(row.spread * 100)} %`].map((text) => make('td.number', {}, text)),
      ),
    )),
  );

const milliseconds = (microseconds) => (microseconds / 1000).toFixed(2);
