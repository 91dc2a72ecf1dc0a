import { Refused } from '../host/ask.js';
import { source } from '../host/known.js';
import { make } from '../shell/dom.js';
import { translator } from '../shell/language.js';
import { words } from './words.js';

const say = translator(words);

/** A file's name as a button that opens it. */
export const sourceButton = (path, term) => make('button.quiet', { type: 'button', 'aria-label': say('source', path), click: () => openSource(path, term) }, path);

/**
 * Shows a file of the repository, at the first line that mentions the term.
 * @param {string} path from the repository's root
 * @param {string|null} term a rule's name
 */
export async function openSource(path, term = null) {
  const body = make('div.source-code', { tabindex: '0', role: 'group', 'aria-label': path });
  const close = make('button', { type: 'button', click: () => dialog.close() }, say('close'));
  const dialog = make('dialog.source-dialog', { 'aria-label': path, close: () => dialog.remove() }, make('header', {}, make('h2', {}, path), close), body);
  document.body.append(dialog);
  dialog.showModal();
  try {
    const file = await source(path);
    const lines = file.text.split('\n');
    const here = file.line ?? (term ? lines.findIndex((line) => line.includes(term)) + 1 : 0);
    body.append(make('table', { role: 'presentation' }, make('tbody', {}, lines.map((line, index) => sourceLine(line, index + 1, here)))));
    body.querySelector('.here')?.scrollIntoView({ block: 'center' });
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    body.append(make('p.quietly', {}, say('noSource')));
  }
}

const sourceLine = (line, number, here) =>
  make(number === here ? 'tr.here' : 'tr', {}, make('td', {}, String(number)), make(/^\s*\/\//.test(line) ? 'td.comment' : 'td', {}, line));
