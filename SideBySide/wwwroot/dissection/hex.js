import { make } from '../shell/dom.js';
import { hex } from '../wire/bytes.js';
import { ink } from './spans.js';

/**
 * Bytes in rows, each span's bytes in elements that know its number (data-span). A span that goes over the end of a row has a part in each.
 * @param {number} width bytes a row
 */
export function hexRows(bytes, spans, width) {
  const rows = [];
  let row = null;
  let current = 0;
  for (let at = 0; at < bytes.length; ) {
    if (at % width === 0) {
      row = make('div', {}, make('span.offset', {}, `${at.toString(16).padStart(4, '0')}  `));
      rows.push(row);
    }
    while (current < spans.length - 1 && spans[current].offset + spans[current].length <= at) current++;
    const span = spans[current];
    const end = Math.min(bytes.length, at + width - (at % width), span ? span.offset + span.length : bytes.length);
    const text = [...bytes.subarray(at, end)].map(hex).join(' ');
    row.append(
      make(span ? `span.bit.${ink(span)}` : 'span.bit', { 'data-span': span ? current : null }, text),
      end % width === 0 ? '' : ' ',
    );
    at = end;
  }
  return rows;
}
