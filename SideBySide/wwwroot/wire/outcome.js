import { translator } from '../shell/language.js';
import { words } from './words.js';

const say = translator(words);
const inWords = ['echo', 'silent', 'closed', 'reset', 'bytes', 'refused', 'incomplete', 'timeout'];
const notes = ['accepted-by', 'alpn', 'exit', 'receives', 'ended'];

/** A summary of the host, such as `200 200`, `(silent)×3 / 200` or `silent  alpn=h2`, in the reader's language. */
export function outcomeWords(summary) {
  if (summary === '·') return say('cannot');
  if (!summary) return '–';
  // Where only the handshake was asked for, silence after it is no news.
  const told = summary.includes('alpn=') ? summary.replace(/^silent +/, '') : summary;
  return told.replace(/([a-z-]+)=(\S+)|[a-z]+/g, (word, key, value) => {
    if (key) return notes.includes(key) ? say(`note-${key}`, value) : word;
    return inWords.includes(word) ? say(`outcome-${word}`) : word;
  }).replace(/ {2,}/g, ' · ');
}
