import { make } from '../shell/dom.js';
import { copyButton } from '../shell/copy.js';
import { choose, translator } from '../shell/language.js';
import { joined } from './bytes.js';
import { bytesOf } from './run.js';
import { serverName } from './server.js';
import { plain } from './visible.js';
import { reasonPairs } from './why.js';
import { words } from './words.js';

const say = translator(words);

/** A button that copies what a run showed, for a lab report or an issue. */
export const copyReport = (run, servers, experiment) =>
  make('p.copy-report', {}, copyButton(say('copyMarkdown'), () => markdown(run, servers, experiment), null));

function markdown(run, servers, experiment) {
  const [first] = servers;
  return [
    `## ${experiment ? choose(experiment.title) : say('ownBytes')}`,
    experiment ? `\`${experiment.command}\`` : null,
    `${say('sent')}:`,
    fenced(bytes(run, first, 'sent')),
    ...servers.flatMap((server) => ofServer(run, server, experiment)),
  ].filter(Boolean).join('\n\n') + '\n';
}

function ofServer(run, server, experiment) {
  const observed = run.observed.get(server.id);
  if (!observed) return [];
  const reasons = experiment ? reasonPairs(observed, experiment, run).map(([term, text]) => `- ${term}: ${text}`).join('\n') : null;
  const received = bytes(run, server, 'received');
  return [
    `### ${serverName(server)}: ${experiment && observed.verdict !== 'none' ? say(observed.verdict) : observed.summary}`,
    choose(observed.sentence),
    reasons,
    received ? fenced(received) : null,
  ];
}

const bytes = (run, server, kind) => plain(joined(bytesOf(run, server.id, kind).map((event) => event.bytes)));

// Longer than any row of backticks within.
function fenced(text) {
  const fence = '`'.repeat(Math.max(3, ...[...text.matchAll(/`+/g)].map(([run]) => run.length + 1)));
  return `${fence}\n${text}\n${fence}`;
}
