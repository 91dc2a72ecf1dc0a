import { make } from '../shell/dom.js';
import { choose, translator } from '../shell/language.js';
import { sourcePlace } from './source.js';
import { words } from './words.js';

const say = translator(words);

/** What the bytes under the pointer are: the rule, where it stands, and which file enforces it. */
export function ruleCard(span) {
  if (span === null) return make('div.rule-card', {}, make('p.quietly', {}, say('pick')));
  return make(
    'div.rule-card',
    {},
    make(
      'div',
      {},
      make('p.rule-name', {}, span.rule, make('small.quietly', {}, `  ${say('byteAt', span.offset, span.length)}`)),
      make('p', {}, choose(span.explanation)),
      span.meaning ? make('p', {}, '= ', make('code', {}, span.meaning)) : null,
    ),
    make(
      'div',
      {},
      span.abnf ? make('p.abnf', {}, span.abnf) : null,
      make('p', {}, sectionLinks(span.section)),
      span.source ? make('p', {}, make('small.quietly', {}, `${say('enforcedBy')} `), sourcePlace(span.source)) : null,
    ),
  );
}

/** Names of sections as links to the RFC's own page; opened only when somebody asks. */
export function sectionLinks(text) {
  const nodes = [];
  let at = 0;
  let rfc = null;
  for (const match of text.matchAll(/(?:RFC (\d+) ?)?(?:§([\d.]+\d|\d))?/g)) {
    if (match[0] === '' || (match[1] === undefined && match[2] === undefined)) continue;
    rfc = match[1] ?? rfc;
    if (rfc === null) continue;
    const href = `https://www.rfc-editor.org/rfc/rfc${rfc}.html${match[2] ? `#section-${match[2]}` : ''}`;
    nodes.push(text.slice(at, match.index), make('a', { href, target: '_blank', rel: 'noreferrer noopener' }, match[0].trim()));
    if (match[0].endsWith(' ')) nodes.push(' ');
    at = match.index + match[0].length;
  }
  nodes.push(text.slice(at));
  return nodes.filter((node) => node !== '');
}
