import { get } from './ask.js';

// What does not change while the host runs is asked for once.
const answers = new Map();

function once(path) {
  if (!answers.has(path)) {
    const answer = get(path);
    answer.catch(() => answers.delete(path)); // asked again next time
    answers.set(path, answer);
  }
  return answers.get(path);
}

/** The servers, from the bare socket up to the framework. */
export const servers = () => once('servers');

/** The groups and the experiments of the catalogue. */
export const catalogue = () => once('experiments');

/** What the sources say of themselves: a file by its path. */
export const source = (path) => once(`source?path=${encodeURIComponent(path)}`);
