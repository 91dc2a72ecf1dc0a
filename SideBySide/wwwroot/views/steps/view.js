import { get, Refused } from '../../api/ask.js';
import { lastMatrix, matrix, onMatrix, runMatrix } from '../../api/matrix.js';
import { openSource, sourceButton } from '../../dissection/source.js';
import { make, oncePerFrame } from '../../shell/dom.js';
import { choose, count, translator } from '../../shell/language.js';
import { picture } from './picture.js';
import { words } from './words.js';

const say = translator(words);

/** What each step of the climb costs, and what it is good for. */
export async function show(route, signal) {
  const heading = [make('h1', {}, say('title')), make('p.lead', {}, say('lead'))];
  let known;
  try {
    [known] = await Promise.all([get('steps', signal), lastMatrix()]);
  } catch (error) {
    if (error.status === 404) return [...heading, make('p.quietly', {}, say('missing'))];
    throw error;
  }

  const place = make('div.steps-picture-place');
  const table = make('div.table-scroll', { tabindex: '0', role: 'group', 'aria-label': say('title') });
  const told = make('div.row.unmeasured');
  const all = () => known.steps.map((step) => ({ ...step, verdicts: matrix.scores?.get(step.id)?.verdicts ?? null }));
  const steps = () =>
    all().filter((step) => step.id !== 'listener').map((step) => drawn(step, known.steps.find((other) => other.id === 'listener')));

  function paint() {
    if (place.clientWidth > 0) place.replaceChildren(picture(steps(), place.clientWidth, open));
    table.replaceChildren(tableOf(all()));
    told.hidden = matrix.scores !== null && matrix.recorded === null && !matrix.running;
    told.replaceChildren(
      ...(matrix.running
        ? [make('span', { role: 'status' }, say('measuring', matrix.done))]
        : [
          make('span', {}, matrix.recorded ? say('recorded', matrix.recorded) : say('notRun')),
          make('button', { type: 'button', click: measure }, say('measure')),
        ]),
    );
  }

  async function measure() {
    try {
      await runMatrix();
    } catch (error) {
      if (!signal.aborted)
        told.replaceChildren(make('span.alarm', { role: 'alert' }, error instanceof Refused ? choose(error.words) : error.message));
    }
  }

  onMatrix(oncePerFrame(paint), signal);
  const watch = new ResizeObserver(oncePerFrame(paint));
  watch.observe(place);
  signal.addEventListener('abort', () => watch.disconnect());
  paint();
  return [
    ...heading,
    told,
    make('p.axes', { 'aria-hidden': 'true' },
      make('span.up', {}, say('survives')),
      ['allowed', 'discouraged', 'forbidden', 'notBuilt'].map((kind) => make(`span.key-${kind}`, {}, say(kind))),
      make('span.down', {}, say('written')),
    ),
    place,
    table,
    known.rule ? make('p.quietly.column', {}, choose(known.rule)) : '',
  ];
}

/** A step as the picture wants it. */
const drawn = (step, listener) => ({
  ...step,
  weights: step.id === 'handrolled' && listener ? [step.lines, listener.lines] : [step.lines],
  ...counted(step),
  short: choose(step.name).split(/[:：]/)[0],
  tiny: { handrolled: say('byHand'), minimal: say('framework') }[step.id] ?? step.id.replace(/\D+/, ''),
});

function counted({ verdicts }) {
  if (!verdicts) return { height: null };
  const asked = verdicts.allowed + verdicts.discouraged + verdicts.forbidden + verdicts.notBuilt;
  return {
    height: verdicts.allowed / asked,
    passed: verdicts.allowed,
    asked,
    parts: ['allowed', 'discouraged', 'forbidden', 'notBuilt'].map((kind) => [kind, verdicts[kind] / asked]),
  };
}

// One file is read at once, of many the first; the table names all of them.
const open = (step) => openSource(step.files.find((file) => file.endsWith('/Program.cs')) ?? step.files[0]);

const tableOf = (steps) =>
  make(
    'table.steps-table',
    {},
    make('thead', {},
      make('tr', {},
        ['step', 'adds', 'breaks'].map((key) => make('th', { scope: 'col' }, say(key))),
        ['linesHead', 'branches', 'survived'].map((key) => make('th.number', { scope: 'col' }, say(key))),
      ),
    ),
    make('tbody', {}, steps.map(rowOf)),
  );

const rowOf = (step) =>
  make(
    'tr',
    {},
    make('th', { scope: 'row' }, choose(step.name), files(step)),
    make('td', {}, choose(step.adds)),
    make('td', {}, choose(step.breaks)),
    make('td.number', {}, count(step.lines)),
    make('td.number', {}, count(step.branches)),
    make('td.number', {}, step.verdicts ? say('verdicts', step.verdicts) : '–'),
  );

const files = ({ files }) =>
  files.length === 1
    ? make('div', {}, sourceButton(files[0]))
    : make('details', {},
      make('summary', {}, say('files', files.length)),
      make('ul.plain', {}, files.map((file) => make('li', {}, sourceButton(file)))),
    );
