import { make } from '../shell/dom.js';
import { translator } from '../shell/language.js';
import { words } from './words.js';

const say = translator(words);

/** The parts of what went one way, in the order in which they are drawn. */
export const parts = ['content', 'protocol', 'unparsed'];

/**
 * How much of what went either way was the message, and how much was needed to carry it: a bar each.
 * @param {{sent: object, received: object}} carried as the host counted it
 * @param {number} most the bytes that fill a whole bar
 */
export const carriedBars = (carried, most) =>
  ['sent', 'received'].filter((way) => carried[way].bytes > 0).map((way) => bar(way, carried[way], most));

function bar(way, counted, most) {
  const whole = make('div.bar-whole', {}, parts.map((part) => portion(part, counted[part])));
  whole.style.width = `${(counted.bytes / most) * 100}%`;
  return make('div.bar-row', {},
    make('span', {}, say(way)),
    make('div.bar-room', { 'aria-hidden': 'true' }, whole),
    make('span.number', {}, sum(counted)),
  );
}

function portion(part, bytes) {
  const element = make(`span.${part}`, { hidden: bytes === 0 });
  element.style.flexGrow = bytes;
  return element;
}

/** In words: how many bytes of which kind. */
const sum = (counted) =>
  [
    say('carried', counted.content, counted.bytes),
    counted.unparsed > 0 ? say('unparsed', counted.unparsed) : null,
  ].filter(Boolean).join(' · ');

/** What the colours mean. */
export const carriedKey = (used = parts) => make('p.key', {}, used.map((part) => [make(`span.swatch.${part}`), say(`part-${part}`)]));

/** The bytes of the fullest bar of several. */
export const mostCarried = (all) => Math.max(1, ...all.flatMap((carried) => [carried.sent.bytes, carried.received.bytes]));
