import { tokens } from '../editor/tokens.js';
import { make } from '../shell/dom.js';
import { choose, translator } from '../shell/language.js';
import { words } from './words.js';

const say = translator(words);

/**
 * What is sent to every server, once, before it is sent and after.
 * @param {object[]} steps of the experiment, as the catalogue has them
 * @param {RegExp|undefined} point what it is about: such lines are lit
 * @param {number} servers that get it
 */
export function sentPanel(steps, point, servers) {
  const title = say(servers === 1 ? 'toOne' : 'toEach');
  const isSingle = new Set(steps.map((step) => step.on)).size === 1; // then it need not be said that it connects
  const last = steps.findLastIndex((step) => step.kind !== 'await'); // what is waited for in the end is the response
  const parts = steps.slice(0, last + 1).map((step) => part(step, point, isSingle)).filter(Boolean);
  const isFilled = steps.some((step) => step.text?.includes('{authority}'));
  return make(
    'section.sent-panel',
    { 'aria-label': title },
    make('h2.label', {}, title),
    make('div.sent-bytes', { tabindex: '0', role: 'group', 'aria-label': title },
      parts,
      isFilled ? make('p.note-small', {}, say('authority')) : null,
    ),
  );
}

function part({ kind, words: told, text }, point, isSingle) {
  if (kind === 'connect' && isSingle && !/[(（]/.test(choose(told))) return null; // in parentheses: what is special about it
  const note = kind === 'program' ? '' : choose(told);
  return [
    note ? make('p.note-small', {}, note) : null,
    text ? make('pre', {}, text.trim().split('\n').flatMap((line, index) => [index > 0 ? '\n' : null, lineOf(line, point)])) : null,
  ];
}

const lineOf = (line, point) =>
  make(`span.line${point?.test(line) ? '.unlike' : ''}`, {},
    tokens(line).map(({ kind, text }) => (kind ? make(`span.${kind}`, {}, text) : text)),
  );
