import { make } from '../../shell/dom.js';

/**
 * A bar for each server, to one scale, with its number.
 * @param {string} title
 * @param {{name: string, value: number|null}[]} rows
 * @param {function} number a value as text
 */
export function bars(title, rows, number) {
  const most = Math.max(1e-9, ...rows.map((row) => row.value ?? 0));
  return make(
    'section.bars',
    {},
    make('h3', {}, title),
    rows.map(({ name, value }) => {
      const bar = make('span.bars-fill');
      bar.style.width = `${((value ?? 0) / most) * 100}%`;
      return make('div.bars-row', {}, make('span.bars-name', {}, name), make('span.bars-room', { 'aria-hidden': 'true' }, bar), make('span.number', {}, value === null ? '–' : number(value)));
    }),
  );
}
