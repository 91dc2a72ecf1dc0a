// Whether the program behind the page answers. All requests report here, and a small one every few seconds while the page is seen.
const pause = 3000;
const listeners = [];
let gone = false;

/** Calls back when the host does not answer any more (true), and when it is back (false). */
export const onHost = (listener) => listeners.push(listener);

/** A request found nobody. */
export const hostIsGone = () => change(true);

/** A request was answered, with whatever status. */
export const hostAnswered = () => change(false);

/** Looks again and again, so that the reader need not click to learn it. */
export function watchHost() {
  setInterval(() => {
    if (!document.hidden) look();
  }, pause);
}

async function look() {
  try {
    await fetch('icon.svg', { method: 'HEAD', cache: 'no-store' });
    hostAnswered();
  } catch {
    hostIsGone();
  }
}

function change(now) {
  if (now === gone) return;
  gone = now;
  for (const listener of listeners) listener(gone);
}
