/** Says something to a screen reader that the eye sees anyway. */
export function speak(text) {
  const place = document.getElementById('spoken');
  place.textContent = '';
  requestAnimationFrame(() => {
    place.textContent = text;
  });
}
