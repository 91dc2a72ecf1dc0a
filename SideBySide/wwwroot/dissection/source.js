import { Refused } from '../api/ask.js';
import { source } from '../api/known.js';
import { copyButton } from '../shell/copy.js';
import { make } from '../shell/dom.js';
import { translator } from '../shell/language.js';
import { words } from './words.js';

const say = translator(words);

/** A place in the sources, as path:line or only a path: a button that opens it there. */
export const sourceButton = (place) =>
  make('button.quiet.place', { type: 'button', 'aria-label': say('source', place), click: () => openSource(place) }, broken(place));

/** The same with a button that copies it. */
export function sourcePlace(place) {
  const name = sourceButton(place);
  return make('span.source-place', {}, name, copyButton(say('copy'), () => place, name, say('copyPlace', place)));
}

// A long path may break behind a slash, so that a phone need not scroll.
const broken = (place) => place.split(/(?<=\/)/).flatMap((part, index) => (index > 0 ? [make('wbr'), part] : [part]));

/**
 * Shows a file of the repository, at a line of it.
 * @param {string} place from the repository's root, with :line where one is meant
 */
export async function openSource(place) {
  const [path, line] = place.split(':');
  const here = Number(line ?? 0);
  const body = make('div.source-code', { tabindex: '0', role: 'group', 'aria-label': path });
  const close = make('button', { type: 'button', click: () => dialog.close() }, say('close'));
  const dialog = make('dialog.source-dialog', { 'aria-label': path, close: () => dialog.remove() },
    make('header', {}, make('h2', {}, broken(place)), copyButton(say('copy'), () => place, null, say('copyPlace', place)), close),
    body,
  );
  document.body.append(dialog);
  dialog.showModal();
  try {
    const file = await source(path);
    const lines = file.text.split('\n');
    body.append(make('table', { role: 'presentation' }, make('tbody', {}, lines.map((line, index) => sourceLine(line, index + 1, here)))));
    body.querySelector('.here')?.scrollIntoView({ block: 'center' });
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    body.append(make('p.quietly', {}, say('noSource')));
  }
}

const sourceLine = (line, number, here) =>
  make(number === here ? 'tr.here' : 'tr', {}, make('td', {}, String(number)), make(/^\s*\/\//.test(line) ? 'td.comment' : 'td', {}, line));
