import { post } from '../api/ask.js';
import { make } from '../shell/dom.js';
import { translator } from '../shell/language.js';
import { toBase64 } from '../wire/bytes.js';
import { linkedPanes } from './panes.js';
import { faults, understood } from './understood.js';
import { words } from './words.js';

const say = translator(words);

/**
 * Bytes taken apart: the linked panes, and what they came to.
 * @param {'requests'|'responses'|null} kind null lets the host decide by the first bytes
 * @param {string[]|null} methods of the requests that responses answer, where they are known
 * @param {{server: string, did: string}} [elsewhere] the server that was sent these bytes, when it is not HandRolledHttp
 */
export async function meaning(bytes, kind, signal, methods = null, elsewhere = undefined) {
  if (bytes.length === 0) return make('p.quietly', {}, say('nothing'));
  const dissection = await post('dissect', { bytes: toBase64(bytes), kind: kind ?? undefined, methods: methods ?? undefined }, signal);
  return make('div', {}, faults(dissection, elsewhere), linkedPanes(bytes, dissection), understood(dissection));
}
