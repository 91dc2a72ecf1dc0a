import { make } from '../../shell/dom.js';
import { language, translator } from '../../shell/language.js';
import { words } from './words.js';

const say = translator(words);
const inks = { raw: 'var(--quiet)', handrolled: 'var(--sent)', minimal: 'var(--received)' };

/** Requests a second and latency, round by round, one line a server. */
export function charts(servers, signal) {
  const shown = servers.filter((server) => server.id in inks);
  const select = make('select', { 'aria-label': say('workload'), change: () => show(known) }, ['get', 'pipelined', 'post'].map((workload) => make('option', { value: workload }, say('workloads')[workload])));
  const [speed, latency] = ['perSecond', 'latency'].map((what) => make('div.chart', { role: 'img', 'aria-label': say('chart', say(what)) }));
  const element = make('div.charts', { hidden: true }, make('label.row', {}, say('workload'), select), make('div.chart-pair', {}, speed, latency));
  let known = [];
  let plots = [];

  async function show(measurements) {
    known = measurements;
    element.hidden = known.length === 0;
    if (known.length === 0) return;
    await library();
    if (signal.aborted) return;
    const wanted = known.filter((one) => one.workload === select.value || (one.server === 'raw' && one.workload === 'echo'));
    const bySerie = shown.map((server) => wanted.filter((one) => one.server === server.id));
    const rounds = Math.max(1, ...bySerie.map((serie) => serie.length));
    const data = (value) => [Array.from({ length: rounds }, (_, i) => i + 1), ...bySerie.map((serie) => Array.from({ length: rounds }, (_, i) => (serie[i] ? value(serie[i]) : null)))];
    draw(rounds, [
      [speed, say('perSecond'), data((one) => one.requestsPerSecond)],
      [latency, say('latency'), data((one) => one.p99 / 1000)],
    ]);
  }

  function draw(rounds, wanted) {
    plots.forEach((plot) => plot.destroy());
    plots = wanted.map(([place, title, data]) => new window.uPlot(options(place, title, rounds), data, place));
  }

  function options(place, title, rounds) {
    const ink = paint();
    const axis = { stroke: ink('var(--quiet)'), grid: { stroke: ink('var(--line)'), width: 1 }, ticks: { stroke: ink('var(--line)'), width: 1 } };
    return {
      title,
      width: Math.max(280, place.clientWidth || 520),
      height: 260,
      legend: { live: false },
      cursor: { show: false },
      scales: { x: { time: false, range: [0.5, rounds + 0.5] }, y: { range: (_, __, most) => [0, (most || 1) * 1.1] } },
      axes: [
        { ...axis, label: say('round'), incrs: [1], splits: Array.from({ length: rounds }, (_, i) => i + 1) },
        { ...axis, size: 94, values: (_, ticks) => ticks.map((tick) => tick.toLocaleString(language())) },
      ],
      series: [{}, ...shown.map((server) => ({ label: server.id === 'raw' ? `${server.name} (${say('workloads').echo})` : server.name, stroke: ink(inks[server.id]), width: 2, points: { show: true, size: 9, fill: ink(inks[server.id]) }, spanGaps: true }))],
    };
  }

  return { element, show };
}

// A canvas knows no variables of the style sheet.
function paint() {
  const probe = make('span', { hidden: true });
  document.body.append(probe);
  const found = new Map();
  const ink = (value) => {
    if (!found.has(value)) {
      probe.style.color = value;
      found.set(value, getComputedStyle(probe).color);
    }
    return found.get(value);
  };
  queueMicrotask(() => probe.remove());
  return ink;
}

let loading = null;

/** The library is fetched when there is something to draw. */
function library() {
  loading ??= new Promise((resolve, reject) => {
    document.head.append(make('link', { rel: 'stylesheet', href: 'vendor/uplot/uPlot.min.css' }));
    document.head.append(make('script', { src: 'vendor/uplot/uPlot.iife.min.js', load: resolve, error: reject }));
  });
  return loading;
}
