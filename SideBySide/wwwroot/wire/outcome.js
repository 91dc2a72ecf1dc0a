import { translator } from '../shell/language.js';
import { words } from './words.js';

const say = translator(words);

/** A summary of the host, such as `200 200`, `(silent)×3 / 200` or `silent  alpn=h2`, in the reader's language. */
export function outcomeWords(summary) {
  if (summary === '·') return say('cannot');
  if (!summary) return '–';
  // Where only the handshake was asked for, silence after it is no news.
  const told = summary.includes('alpn=') ? summary.replace(/^silent +/, '') : summary;
  return told.replace(/([a-z-]+)=(\S+)|[a-z]+/g, (word, key, value) => {
    if (key) return say('notes')[key]?.(value) ?? word;
    return say('outcomes')[word] ?? word;
  }).replace(/ {2,}/g, ' · ');
}
