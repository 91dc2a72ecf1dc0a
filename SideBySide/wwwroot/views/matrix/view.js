import { Refused } from '../../api/ask.js';
import { catalogue, servers } from '../../api/known.js';
import { lastMatrix, matrix, onMatrix, runMatrix, stopMatrix } from '../../api/matrix.js';
import { make, oncePerFrame } from '../../shell/dom.js';
import { choose, translator } from '../../shell/language.js';
import { filters } from './filters.js';
import { grid } from './grid.js';
import { words } from './words.js';

const say = translator(words);
const place = { top: 0, left: 0 }; // where the table was left

/** All experiments on all servers. */
export async function show(route, signal) {
  const [all, known] = await Promise.all([servers(), catalogue(), lastMatrix()]);
  const asked = known.experiments.reduce((sum, experiment) => sum + experiment.servers.length, 0);
  const button = make('button.main', { type: 'button', click: toggle });
  const bar = make('progress', { max: asked, 'aria-label': say('progressLabel') });
  const state = make('span.quietly', {}, '');
  const problem = make('p.alarm', { role: 'alert', hidden: true });
  const table = grid(known, all);
  const choice = filters(known, all, (keeps) => table.narrow(keeps));

  async function toggle() {
    problem.hidden = true;
    try {
      await (matrix.running ? stopMatrix() : runMatrix());
    } catch (error) {
      if (error.name === 'AbortError' || signal.aborted) return;
      problem.hidden = false;
      problem.textContent = error instanceof Refused ? choose(error.words) : error.message;
    }
  }

  const changed = new Set();
  const update = oncePerFrame(() => {
    for (const cell of changed) table.fill(cell);
    if (changed.size === 0) table.fillAll(matrix.cells);
    changed.clear();
    head();
  });

  function head() {
    button.textContent = say(matrix.running ? 'stop' : 'run');
    bar.hidden = !matrix.running;
    bar.value = matrix.done;
    state.textContent = matrix.running ? say('progress', matrix.done, asked)
      : matrix.cells.size === 0 ? say('notYet')
      : matrix.recorded ? say('recorded', matrix.recorded)
      : '';
    table.score(matrix.scores);
    if (!matrix.running) choice.apply();
  }

  onMatrix((cell) => {
    if (cell) changed.add(cell);
    else changed.clear();
    update();
  }, signal);
  table.fillAll(matrix.cells);
  head();
  const scroller = table.element;
  scroller.addEventListener('scroll', () => Object.assign(place, { top: scroller.scrollTop, left: scroller.scrollLeft }), { signal });
  requestAnimationFrame(() => scroller.scrollTo(place));
  return make(
    'div',
    {},
    make('h1', {}, say('title')),
    make('p.lead', {}, say('lead')),
    make('div.row.matrix-head', {}, button, bar, state, choice.element),
    problem,
    table.element,
    make('p.key', { 'aria-label': say('key') },
      make('span.cell.allowed', {}, `✓ ${say('keyAllowed')}`),
      ' ',
      make('span.cell.discouraged', {}, `△ ${say('keyDiscouraged')}`),
      ' ',
      make('span.cell.forbidden', {}, `✗ ${say('keyForbidden')}`),
      ' ',
      make('span.cell', {}, `– ${say('open')}`),
    ),
  );
}

