import { draw } from '../../shell/dom.js';
import { choose, count, translator } from '../../shell/language.js';
import { words } from './words.js';

const say = translator(words);
const top = 34; // room for the number above the highest step
const above = 210;
const below = 190;

/**
 * The picture: the verdicts on each step, and under each of them the weight of its code, to scale.
 * @param {object[]} steps from the bottom up; `weights` are the parts below the line, `height` is 0 to 1 or null when nobody has measured
 * @param {number} width in pixels
 * @param {function} open what a click does
 */
export function picture(steps, width, open) {
  const gap = Math.min(48, width * 0.04); // the framework stands apart
  const step = (width - gap) / steps.length;
  const ground = top + above;
  const most = Math.max(...steps.map(total));
  const parts = steps.map((one, index) => {
    const x = index * step + (one.id === 'minimal' ? gap : 0);
    const short = step > 90 ? 'name' : step > 64 ? 'name narrow' : 'name narrowest';
    let y = ground;
    const weights = one.weights.map((lines, layer) => {
      const depth = Math.max(1.5, (lines / most) * below);
      const rectangle = draw(`rect.weight.layer${layer}`, { x: x + 1, y, width: step - 2, height: depth });
      y += depth;
      return rectangle;
    });
    return draw(
      'g.step',
      { role: 'button', tabindex: '0', 'data-step': one.id, click: () => open(one), keydown: (event) => pressed(event, () => open(one)) },
      draw('title', {}, label(one)),
      draw('rect.hit', { x, y: 0, width: step, height: ground + below + 30 }),
      one.height === null
        ? draw('rect.unknown', { x: x + 1, y: ground - above * 0.3, width: step - 2, height: above * 0.3 })
        : verdictParts(one, x, step, ground),
      one.height === null ? null : text('figure', x + step / 2, ground - above - 8, step > 70 ? `${one.passed}/${one.asked}` : one.passed),
      one.id === 'minimal' ? draw('rect.ghost', { x: x + 1, y, width: step - 2, height: ground + below - y }) : null,
      one.id === 'minimal' && step > 90 ? text('ghostly', x + step / 2, ground + below / 2, say('byOthers')) : null,
      weights,
      text(short.replaceAll(' ', '.'), x + step / 2, ground - 10, step > 90 ? one.short : one.tiny),
      text('lines', x + step / 2, y + 17, step > 60 ? say('lines', count(total(one))) : count(total(one))),
    );
  });
  return draw(
    'svg.steps-picture',
    { viewBox: `0 0 ${width} ${ground + below + 30}`, width, height: ground + below + 30, role: 'group', 'aria-label': say('picture') },
    parts,
    draw('line.ground', { x1: 0, y1: ground, x2: width, y2: ground }),
  );
}

/** Passed, discouraged, forbidden and not built, one upon the other: every step has the same whole. */
function verdictParts(one, x, width, ground) {
  let y = ground;
  return one.parts.map(([kind, share]) => {
    y -= share * above;
    return draw(`rect.rise.${kind}`, { x: x + 1, y, width: width - 2, height: share * above });
  });
}

const total = (step) => step.weights.reduce((sum, lines) => sum + lines, 0);

const label = (step) =>
  [
    say('read', choose(step.name)),
    say('lines', count(total(step))),
    step.height === null ? null : say('verdicts', step.verdicts),
  ].filter(Boolean).join(', ');

const text = (kind, x, y, words) => draw(`text.${kind}`, { x, y, 'text-anchor': 'middle', 'aria-hidden': 'true' }, words);

function pressed(event, action) {
  if (event.key !== 'Enter' && event.key !== ' ') return;
  event.preventDefault();
  action();
}
