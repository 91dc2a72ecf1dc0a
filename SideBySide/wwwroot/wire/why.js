import { sectionLinks } from '../dissection/rule.js';
import { make } from '../shell/dom.js';
import { choose, language, translator } from '../shell/language.js';
import { joined } from './bytes.js';
import { outcomeWords } from './outcome.js';
import { bytesOf } from './run.js';
import { plain } from './visible.js';
import { words } from './words.js';

const say = translator(words);
const shownOfBody = 80;
let cards = 0;

/**
 * The verdict on what a server did, as a button that opens its reason: expected, observed, what HTTP allows, and the rule.
 * @param {object} observed as the host tells it
 * @param {object|undefined} experiment of the catalogue; bytes of one's own are not judged
 */
export function verdict(observed, experiment, run) {
  if (!experiment || observed.summary === '·') return [];
  const id = `why${cards++}`;
  const unexpected = observed.expected === false;
  const name = unexpected ? say('unexpected') : say(observed.verdict);
  return [
    make(
      `button.mark.${unexpected ? 'forbidden' : observed.verdict}`,
      { type: 'button', popovertarget: id, 'aria-label': say('whyOf', name) },
      name,
    ),
    make('div.why', { id, popover: true }, make('p.why-head', {}, make('b', {}, name)), make('dl', {}, reasons(observed, experiment, run))),
  ];
}

/** The same reasons as pairs of words, for the card and for a report. */
export const reasonPairs = (observed, experiment, run) => {
  const { verdicts } = experiment;
  const among = (list) => list.map(choose).join(' · ');
  return [
    [say('expected'), choose(experiment.expect[observed.server])],
    [say('got'), [outcomeWords(observed.summary), body(observed, run)].filter(Boolean).join(language() === 'zh' ? '，' : ', ')],
    [say('httpAllows'), verdicts ? among(verdicts.allowed) : say('noRule')],
    [say('httpDiscourages'), verdicts ? among(verdicts.discouraged) : ''],
    [
      say('because'),
      observed.deviation ? choose(observed.deviation)
        : verdicts && observed.verdict === 'none' ? say(observed.server === 'raw' ? 'notHttp' : 'notAboutIt')
        : '',
    ],
    [say('rule'), verdicts?.source ?? experiment.source],
  ].filter(([, text]) => text);
};

const reasons = (observed, experiment, run) =>
  reasonPairs(observed, experiment, run).map(([term, text]) =>
    [make('dt', {}, term), make('dd', {}, term === say('rule') ? sectionLinks(text) : text)]);

// The content of the last response, as far as its head can be told from it.
function body(observed, run) {
  if (!/\d{3}/.test(observed.summary)) return null;
  const text = plain(joined(bytesOf(run, observed.server, 'received').map((event) => event.bytes)));
  const at = text.lastIndexOf('\\r\\n\n\\r\\n\n');
  const content = at < 0 ? '' : text.slice(at + 10).replaceAll('\n', '');
  return content && say('body', content.length > shownOfBody ? `${content.slice(0, shownOfBody)}…` : content);
}
