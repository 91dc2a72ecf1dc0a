/** Whether the address asks for the projector: ?present before the #. */
export const isPresenting = () => new URLSearchParams(location.search).has('present');

/** Large type, names and verdicts first; the key b shows and hides the bytes. The style sheet does the rest. */
export function startPresenter() {
  if (!isPresenting()) return;
  const root = document.documentElement;
  root.dataset.present = '';
  addEventListener('keydown', (event) => {
    if (event.key !== 'b' || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.target.closest('input:not([type=radio]), textarea, select')) return;
    root.toggleAttribute('data-bytes');
  });
}
